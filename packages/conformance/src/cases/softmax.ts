import { layerNorm } from "@mnist/tensor";
import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3]);

/** Exponentials that sum to one, and their logarithms. */
export const softmax: readonly OperationCase[] = [
  operation("torch.softmax", "torch.softmax(a, 1)", [x], (a) => a.softmax(1)),
  operation("torch.softmax", "torch.softmax(a, 0)", [floats([3, 2, 2])], (a) => a.softmax(0)),
  operation(
    "torch.softmax",
    "torch.softmax(a, 1, dtype=torch.float32)",
    [integers([2, 3])],
    (a) => a.softmax(1, { dtype: "float32" }),
    { double: false },
  ),
  operation("torch.softmax", "torch.softmax(a, -1)", [floats([2, 3, 67], { from: -9, to: 9 })], (a) =>
    a.softmax(-1),
  ),
  operation("torch.softmax", "torch.softmax(a, 0)", [floats([5])], (a) => a.softmax(0)),
  operation("torch.softmax", "torch.softmax(a, 0)", [floats([])], (a) => a.softmax(0)),
  operation("torch.softmax", "torch.softmax(a, 1)", [floats([0, 3])], (a) => a.softmax(1)),
  operation("torch.log_softmax", "torch.log_softmax(a, 2)", [floats([2, 2, 130], { from: -9, to: 9 })], (a) =>
    a.logSoftmax(2),
  ),
  operation("torch.log_softmax", "torch.log_softmax(a, 1)", [floats([2, 3, 4])], (a) => a.logSoftmax(1)),
  operation(
    "torch.nn.functional.layer_norm",
    "F.layer_norm(a, (7,))",
    [floats([2, 3, 7], { from: 1, to: 4 })],
    (a) => layerNorm(a, [7]),
  ),
  operation(
    "torch.nn.functional.layer_norm",
    "F.layer_norm(a, (3, 30), b, c, 0.01)",
    [floats([2, 3, 30]), floats([3, 30], { seed: 1 }), floats([3, 30], { seed: 2 })],
    (a, weight, bias) => layerNorm(a, [3, 30], { weight, bias, eps: 0.01 }),
  ),
  operation("torch.nn.functional.softmin", "F.softmin(a, 1)", [x], (a) => a.softmin(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, (0, 1))", [x], (a) => a.logsumexp([0, 1])),
  operation("torch.log_softmax", "torch.log_softmax(a, 1)", [x], (a) => a.logSoftmax(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, 1)", [x], (a) => a.logsumexp(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, 0, True)", [x], (a) => a.logsumexp(0, true)),
];
