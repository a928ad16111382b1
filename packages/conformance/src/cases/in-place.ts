import {
  booleans,
  floats,
  type InputSpec,
  integers,
  type OperationCase,
  operation,
  values,
} from "../operation-case.js";

const x = floats([2, 3]);
const y = floats([3], { from: 0.5, seed: 1, fixed: true });
const untracked = { gradient: false } as const;

/** Each both on a copy, so that gradients pass, and on the input itself, however that lies in memory. */
const arithmetic = (["add_", "sub_", "mul_", "div_"] as const).flatMap((name) => [
  operation(`torch.Tensor.${name}`, `a.clone().${name}(b)`, [x, y], (a, b) => a.clone()[name](b)),
  operation(`torch.Tensor.${name}`, `a.${name}(b)`, [x, y], (a, b) => a[name](b), untracked),
  operation(`torch.Tensor.${name}`, `a.${name}(3)`, [x], (a) => a[name](3), untracked),
]);

const positive = floats([2, 3], { from: 0.5, to: 2 });

const unary = (
  [
    ...["neg_", "abs_", "square_", "sqrt_", "reciprocal_", "exp_", "log_", "sigmoid_", "tanh_", "relu_"],
    ...["floor_", "ceil_", "round_", "trunc_"],
  ] as const
).flatMap((name) => both(name, "", [positive], (a) => a[name]()));

const triple = [x, floats([2, 3], { seed: 1 }), floats([2, 3], { from: 1, seed: 2 })];
const rows = values([1, 0, 1, 1, 0, 0], "int32", [2, 3]);
const row = values([1], "int32");

type Change = Parameters<typeof operation>[3];

/** On a copy and on the input itself; `python` is the call on what `a` stands for. */
function both(name: string, call: string, inputs: readonly InputSpec[], run: Change): OperationCase[] {
  const torch = `torch.Tensor.${name}`;
  return [
    operation(torch, `a.clone().${name}(${call})`, inputs, (a, b, c, d) => run(a.clone(), b, c, d)),
    operation(torch, `a.${name}(${call})`, inputs, run, untracked),
  ];
}

const composed: readonly OperationCase[] = [
  ...both("pow_", "3", [x], (a) => a.pow_(3)),
  ...both("remainder_", "0.7", [x], (a) => a.remainder_(0.7)),
  ...both("clamp_", "-1, 1", [x], (a) => a.clamp_(-1, 1)),
  ...both("lerp_", "b, 0.3", triple.slice(0, 2), (a, b) => a.lerp_(b, 0.3)),
  ...both("addcmul_", "b, c, value=2", triple, (a, b, c) => a.addcmul_(b, c, { value: 2 })),
  ...both("addcdiv_", "b, c", triple, (a, b, c) => a.addcdiv_(b, c)),
  ...both("masked_fill_", "b, 7", [x, booleans([2, 3])], (a, b) => a.maskedFill_(b, 7)),
  ...both("scatter_add_", "0, b, c", [x, rows, triple[1]!], (a, b, c) => a.scatterAdd_(0, b, c)),
  ...both("scatter_", "0, b, 5", [x, rows], (a, b) => a.scatter_(0, b, 5)),
  ...both("index_add_", "0, b, c", [x, row, floats([1, 3])], (a, b, c) => a.indexAdd_(0, b, c)),
  ...both("index_fill_", "0, b, 2", [x, row], (a, b) => a.indexFill_(0, b, 2)),
  ...both("tril_", "", [x], (a) => a.tril_()),
  ...both("triu_", "1", [x], (a) => a.triu_(1)),
];

/** Operations that change their tensor. */
export const inPlace: readonly OperationCase[] = [
  ...arithmetic,
  ...unary,
  ...composed,
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
