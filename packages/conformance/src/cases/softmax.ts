import { floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3]);

/** Exponentials that sum to one, and their logarithms. */
export const softmax: readonly OperationCase[] = [
  operation("torch.softmax", "torch.softmax(a, 1)", [x], (a) => a.softmax(1)),
  operation("torch.softmax", "torch.softmax(a, 0)", [floats([3, 2, 2])], (a) => a.softmax(0)),
  operation("torch.softmax", "torch.softmax(a, 1, dtype=torch.float32)", [integers([2, 3])], (a) =>
    a.softmax(1, { dtype: "float32" }),
  ),
  operation("torch.nn.functional.softmin", "F.softmin(a, 1)", [x], (a) => a.softmin(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, (0, 1))", [x], (a) => a.logsumexp([0, 1])),
  operation("torch.log_softmax", "torch.log_softmax(a, 1)", [x], (a) => a.logSoftmax(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, 1)", [x], (a) => a.logsumexp(1)),
  operation("torch.logsumexp", "torch.logsumexp(a, 0, True)", [x], (a) => a.logsumexp(0, true)),
];
