import { copysign, div, sub, where } from "@mnist/tensor";
import { pointwise as rows } from "@mnist/tensor/internal";
import { booleans, floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const bytes = values([0, 128, 255], "uint8");
const differentiable = [
  "neg",
  "abs",
  "sign",
  "square",
  "sqrt",
  "reciprocal",
  "exp",
  "expm1",
  "log",
  "log2",
  "log10",
  "log1p",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "asinh",
  "acosh",
  "atanh",
  "tanh",
  "sigmoid",
  "relu",
  "erf",
  "erfc",
  "floor",
  "ceil",
  "round",
  "trunc",
] as const;

const arithmetic = [
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "remainder",
  "fmod",
  "hypot",
  "maximum",
  "minimum",
  "atan2",
] as const;

const comparisons = ["eq", "ne", "lt", "le", "gt", "ge"] as const;

function range(name: keyof typeof rows): { from: number; to: number } {
  const [from, to] = rows[name].samples;
  return { from, to };
}

const unary = differentiable.map((name) =>
  operation(`torch.${name}`, `torch.${name}(a)`, [floats([2, 3], range(name))], (a) => a[name]()),
);

/** Integers stay, or become float32. */
const ofIntegers = differentiable.map((name) =>
  operation(`torch.${name}`, `torch.${name}(a)`, [integers([3], { from: 1, to: 4 })], (a) => a[name](), {
    double: false,
  }),
);

const binary = arithmetic.map((name) => {
  const inputs = [floats([2, 3], range(name)), floats([3], { ...range(name), seed: 1 })];
  return operation(`torch.${name}`, `torch.${name}(a, b)`, inputs, (a, b) => a[name](b));
});

const compared = comparisons.flatMap((name) => {
  const inputs = [integers([2, 1, 3], { to: 3 }), floats([2, 1], { seed: 2 })];
  return [
    operation(`torch.${name}`, `torch.${name}(a, b)`, inputs, (a, b) => a[name](b)),
    operation(`torch.${name}`, `torch.${name}(a, 1)`, [integers([2, 3], { to: 3 })], (a) => a[name](1)),
  ];
});

const shape5 = [2, 1, 3, 2, 2];

/** One element at a time; shapes broadcast. */
export const pointwise: readonly OperationCase[] = [
  ...unary,
  ...ofIntegers,
  ...binary,
  ...compared,
  operation("torch.add", "a + b", [floats([]), floats([], { seed: 1 })], (a, b) => a.add(b)),
  operation("torch.add", "a + b", [floats(shape5), floats([3, 1, 2])], (a, b) => a.add(b)),
  operation("torch.add", "a + b", [floats([0, 3]), floats([3])], (a, b) => a.add(b)),
  operation("torch.add", "a + 2.5", [integers([3])], (a) => a.add(2.5)),
  operation("torch.sub", "1 - a", [floats([3])], (a) => sub(1, a)),
  operation("torch.mul", "a * b", [booleans([3]), integers([3])], (a, b) => a.mul(b)),
  ...[256, 300, -1].flatMap((number) => [
    operation("torch.div", `a / ${number}`, [bytes], (a) => a.div(number)),
    operation("torch.div", `${number} / (a + 1)`, [bytes], (a) => div(number, a.add(1))),
    operation("torch.copysign", `torch.copysign(a, ${number})`, [bytes], (a) => copysign(a, number)),
    operation("torch.xlogy", `torch.xlogy(a, ${number})`, [bytes], (a) => a.xlogy(number)),
  ]),
  operation("torch.div", "a / 1e10", [integers([3])], (a) => a.div(1e10)),
  operation("torch.div", "a / b", [integers([3]), integers([3], { from: 1, seed: 1 })], (a, b) => a.div(b)),
  operation("torch.exp", "a.exp()", [floats(shape5)], (a) => a.exp()),
  operation("torch.pow", "a ** 3", [floats([2, 3])], (a) => a.pow(3)),
  operation("torch.pow", "a ** 2", [floats([2, 3])], (a) => a.pow(2)),
  operation("torch.pow", "a ** -0.5", [floats([2, 3], { from: 0.5, to: 3 })], (a) => a.pow(-0.5)),
  operation("torch.pow", "a ** b", [integers([4]), integers([4], { to: 4, seed: 1 })], (a, b) => a.pow(b)),
  operation(
    "torch.where",
    "torch.where(a, b, c)",
    [booleans([2, 3]), floats([3]), floats([2, 1], { seed: 1 })],
    (a, b, c) => where(a, b, c),
  ),
  operation("torch.abs", "a.abs()", [values([-2, 0, 7], "int32")], (a) => a.abs()),
];
