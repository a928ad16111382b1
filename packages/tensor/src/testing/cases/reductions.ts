import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([2, 3, 2]);
const positive = floats([2, 3], { from: 0.5, to: 2 });
const deep = floats([2, 3, 1, 2, 2]);

/** Sums and extremes over some axes or all. */
const folds = (["sum", "amax", "amin"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}((0, 2), True)`, [x], (a) => a[name]([0, 2], true)),
  operation(`torch.${name}`, `a.${name}((1, 3))`, [deep], (a) => a[name]([1, 3])),
  operation(`torch.${name}`, `a.${name}((0, -1))`, [deep], (a) => a[name]([0, -1])),
  operation(`torch.${name}`, `a.${name}()`, [floats([])], (a) => a[name]()),
]);

const places = (["argmax", "argmin"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}(-1, True)`, [deep], (a) => a[name](-1, true)),
]);

const extremes = (["max", "min"] as const).flatMap((name) => [
  operation(`torch.${name}`, `a.${name}()`, [x], (a) => a[name]()),
  operation(`torch.${name}`, `a.${name}(1)`, [x], (a) => a[name](1)),
  operation(`torch.${name}`, `a.${name}(0, True)`, [x], (a) => a[name](0, true)),
]);

export const reductions: readonly OperationCase[] = [
  ...folds,
  ...places,
  ...extremes,
  operation("torch.sum", "a.sum()", [booleans([2, 3])], (a) => a.sum()),
  operation("torch.sum", "a.sum(0)", [floats([0, 3])], (a) => a.sum(0)),
  operation("torch.sum", "a.sum()", [floats([0])], (a) => a.sum()),
  operation("torch.prod", "a.prod()", [positive], (a) => a.prod()),
  operation("torch.prod", "a.prod(1)", [floats([2, 3, 2], { from: 0.5 })], (a) => a.prod(1)),
  operation("torch.prod", "a.prod(0)", [integers([3, 2])], (a) => a.prod(0)),
  operation("torch.mean", "a.mean()", [x], (a) => a.mean()),
  operation("torch.mean", "a.mean((0, 2))", [x], (a) => a.mean([0, 2])),
  operation("torch.var", "a.var()", [x], (a) => a.var()),
  operation("torch.var", "a.var(1, unbiased=False)", [x], (a) => a.var(1, 0)),
  operation("torch.std", "a.std(0)", [x], (a) => a.std(0)),
  operation("torch.std", "a.std((0, 1), keepdim=True)", [x], (a) => a.std([0, 1], 1, true)),
  operation("torch.any", "a.any()", [booleans([2, 3])], (a) => a.any()),
  operation("torch.any", "a.any(1)", [values([0, 0, 0, 1], "bool", [2, 2])], (a) => a.any(1)),
  operation("torch.all", "a.all()", [booleans([2, 3])], (a) => a.all()),
  operation("torch.all", "a.all(1)", [values([1, 1, 0, 1], "bool", [2, 2])], (a) => a.all(1)),
  operation("torch.Tensor.sum_to_size", "a.sum_to_size(1, 3, 1)", [x], (a) => a.sumToSize([1, 3, 1])),
];
