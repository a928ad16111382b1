import { at, avgPool2d, cat, conv2d, einsum, stack } from "@mnist/tensor";
import { floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const none = floats([0, 3]);
const empty = floats([0]);
const scalar = floats([]);
const deep = floats([2, 1, 3, 2, 2, 2]);
const conv = "torch.nn.functional.conv2d";

/** Tensors without elements. */
const withoutElements: readonly OperationCase[] = [
  operation("torch.exp", "a.exp()", [none], (a) => a.exp()),
  operation("torch.mul", "a * b", [none, floats([1, 3])], (a, b) => a.mul(b)),
  operation("torch.prod", "a.prod(0)", [none], (a) => a.prod(0)),
  operation("torch.mean", "a.mean()", [none], (a) => a.mean(), { steep: true }),
  operation("torch.mean", "a.mean(1)", [none], (a) => a.mean(1)),
  operation("torch.var", "a.var()", [empty], (a) => a.var(), { gradient: false }),
  operation("torch.any", "a.any(0)", [values([], "bool", [0, 2])], (a) => a.any(0)),
  operation("torch.all", "a.all(0)", [values([], "bool", [0, 2])], (a) => a.all(0)),
  operation("torch.amax", "a.amax(1)", [none], (a) => a.amax(1)),
  operation("torch.argmax", "a.argmax(1)", [none], (a) => a.argmax(1)),
  operation("torch.softmax", "a.softmax(0)", [empty], (a) => a.softmax(0)),
  operation("torch.cumsum", "a.cumsum(0)", [none], (a) => a.cumsum(0)),
  operation("torch.cumprod", "a.cumprod(1)", [none], (a) => a.cumprod(1)),
  operation("torch.sort", "a.sort(0)", [none], (a) => a.sort(0)),
  operation("torch.argsort", "a.argsort(1)", [none], (a) => a.argsort(1)),
  operation("torch.topk", "a.topk(0)", [floats([2, 3])], (a) => a.topk(0)),
  operation("torch.gather", "a.gather(0, b)", [floats([2, 3]), values([], "int32", [0, 3])], (a, b) =>
    a.gather(0, b),
  ),
  operation("torch.index_select", "a.index_select(0, b)", [floats([2, 3]), values([], "int32")], (a, b) =>
    a.indexSelect(0, b),
  ),
  operation(
    "torch.scatter_add",
    "a.scatter_add(0, b, c)",
    [floats([2, 3]), values([], "int32", [0, 3]), none],
    (a, b, c) => a.scatterAdd(0, b, c),
  ),
  operation("torch.cat", "torch.cat([a, a])", [empty], (a) => cat([a, a])),
  operation("torch.stack", "torch.stack([a, a])", [empty], (a) => stack([a, a])),
  operation("torch.bmm", "a.bmm(b)", [floats([0, 2, 3]), floats([0, 3, 2])], (a, b) => a.bmm(b)),
  operation("torch.matmul", "a @ b", [floats([2, 2, 0]), floats([0, 3])], (a, b) => a.matmul(b)),
  operation("torch.matmul", "a @ b", [empty, empty], (a, b) => a.matmul(b)),
  operation("torch.einsum", "torch.einsum('ij,jk->ik', a, b)", [floats([2, 0]), none], (a, b) =>
    einsum("ij,jk->ik", a, b),
  ),
  operation("torch.flip", "a.flip(0)", [none], (a) => a.flip(0)),
  operation("torch.roll", "a.roll(1, 0)", [none], (a) => a.roll(1, 0)),
  operation("torch.diagonal", "a.diagonal()", [none], (a) => a.diagonal()),
  operation("torch.norm", "a.norm()", [empty], (a) => a.norm()),
  operation("torch.Tensor.fill_", "a.fill_(1)", [none], (a) => a.fill_(1), { gradient: false }),
  operation("torch.Tensor.__getitem__", "a[:, [0, 2]]", [none], (a) => at(a, null, [0, 2]), { ours: "at" }),
  operation(conv, "F.conv2d(a, b)", [floats([0, 1, 3, 3]), floats([2, 1, 2, 2])], (a, b) => conv2d(a, b)),
  operation("torch.nn.functional.avg_pool2d", "F.avg_pool2d(a, 2)", [floats([0, 1, 4, 4])], (a) =>
    avgPool2d(a, 2),
  ),
];

/** Tensors without axes. */
const withoutAxes: readonly OperationCase[] = [
  operation("torch.exp", "a.exp()", [scalar], (a) => a.exp()),
  operation("torch.prod", "a.prod()", [scalar], (a) => a.prod()),
  operation("torch.mean", "a.mean(0)", [scalar], (a) => a.mean(0)),
  operation("torch.argmax", "a.argmax()", [scalar], (a) => a.argmax()),
  operation("torch.max", "a.max(0)", [scalar], (a) => a.max(0)),
  operation("torch.softmax", "a.softmax(0)", [scalar], (a) => a.softmax(0)),
  operation("torch.logsumexp", "a.logsumexp(0)", [scalar], (a) => a.logsumexp(0)),
  operation("torch.cumsum", "a.cumsum(0)", [scalar], (a) => a.cumsum(0)),
  operation("torch.sort", "a.sort(0)", [scalar], (a) => a.sort(0)),
  operation("torch.argsort", "a.argsort(0)", [scalar], (a) => a.argsort(0)),
  operation("torch.topk", "a.topk(1)", [scalar], (a) => a.topk(1)),
  operation("torch.kthvalue", "a.kthvalue(1, 0)", [scalar], (a) => a.kthvalue(1, 0)),
  operation("torch.median", "a.median(0)", [scalar], (a) => a.median(0)),
  operation("torch.flatten", "a.flatten()", [scalar], (a) => a.flatten()),
  operation("torch.squeeze", "a.squeeze()", [scalar], (a) => a.squeeze()),
  operation("torch.Tensor.expand", "a.expand(2, 3)", [scalar], (a) => a.expand([2, 3])),
  operation("torch.gather", "a.gather(0, b)", [scalar, values([0], "int32", [])], (a, b) => a.gather(0, b)),
  operation("torch.index_select", "a.index_select(0, b)", [scalar, values([0], "int32")], (a, b) =>
    a.indexSelect(0, b),
  ),
  operation("torch.unique", "torch.unique(a, return_inverse=True, return_counts=True)", [integers([])], (a) =>
    a.unique(),
  ),
  operation("torch.nonzero", "a.nonzero()", [values([1], "int32", [])], (a) => a.nonzero()),
];

/** Tensors of more axes than most have. */
const deepOnes: readonly OperationCase[] = [
  operation("torch.add", "a + b", [deep, floats([3, 1, 2, 1], { seed: 1 })], (a, b) => a.add(b)),
  operation("torch.prod", "a.prod(4)", [deep], (a) => a.prod(4)),
  operation("torch.mean", "a.mean((1, 3, 5))", [deep], (a) => a.mean([1, 3, 5])),
  operation("torch.var", "a.var((0, 2, 4))", [deep], (a) => a.var([0, 2, 4])),
  operation("torch.max", "a.max(2)", [deep], (a) => a.max(2)),
  operation("torch.logsumexp", "a.logsumexp(2)", [deep], (a) => a.logsumexp(2)),
  operation("torch.cumsum", "a.cumsum(3)", [deep], (a) => a.cumsum(3)),
  operation("torch.sort", "a.sort(2)", [deep], (a) => a.sort(2)),
  operation("torch.flip", "a.flip(0, 2, 5)", [deep], (a) => a.flip([0, 2, 5])),
  operation("torch.reshape", "a.transpose(0, 3).reshape(4, -1)", [deep], (a) =>
    a.transpose(0, 3).reshape([4, -1]),
  ),
  operation("torch.matmul", "a @ b", [deep, floats([3, 1, 2, 1], { seed: 1 })], (a, b) => a.matmul(b)),
  operation("torch.gather", "a.gather(2, b)", [deep, integers([2, 1, 2, 2, 2, 2], { to: 3 })], (a, b) =>
    a.gather(2, b),
  ),
  operation(
    "torch.Tensor.__getitem__",
    "a[:, 0, [2, 0], ..., 1]",
    [deep],
    (a) => a.at(null, 0, [2, 0], "...", 1),
    {
      ours: "at",
    },
  ),
];

/** What loops over axes and elements trip over. */
export const edges: readonly OperationCase[] = [...withoutElements, ...withoutAxes, ...deepOnes];
