import { booleans, floats, integers, type OperationCase, operation } from "../operation-case.js";

const x = floats([2, 3]);
const y = floats([3], { from: 0.5, seed: 1, fixed: true });
const untracked = { gradient: false } as const;

/** Each both on a copy, so that gradients pass, and on the input itself, however that lies in memory. */
const arithmetic = (["add_", "sub_", "mul_", "div_"] as const).flatMap((name) => [
  operation(`torch.Tensor.${name}`, `a.clone().${name}(b)`, [x, y], (a, b) => a.clone()[name](b)),
  operation(`torch.Tensor.${name}`, `a.${name}(b)`, [x, y], (a, b) => a[name](b), untracked),
  operation(`torch.Tensor.${name}`, `a.${name}(3)`, [x], (a) => a[name](3), untracked),
]);

/** Operations that change their tensor. */
export const inPlace: readonly OperationCase[] = [
  ...arithmetic,
  operation("torch.Tensor.copy_", "a.clone().copy_(b)", [x, floats([3], { seed: 2 })], (a, b) =>
    a.clone().copy_(b),
  ),
  operation("torch.Tensor.copy_", "a.copy_(b)", [x, integers([2, 3])], (a, b) => a.copy_(b), untracked),
  operation(
    "torch.Tensor.copy_",
    "a.t().copy_(b)",
    [x, booleans([3, 2])],
    (a, b) => a.t().copy_(b),
    untracked,
  ),
  operation("torch.Tensor.fill_", "a.fill_(2)", [x], (a) => a.fill_(2), untracked),
  operation("torch.Tensor.zero_", "a.zero_()", [x], (a) => a.zero_(), untracked),
];
