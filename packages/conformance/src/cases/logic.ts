import { tensor } from "@mnist/tensor";
import { booleans, integers, type OperationCase, operation, values } from "../operation-case.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const edges = values([0, -0.5, nan, infinity, -infinity, 3]);
const near = values([1e-9, -0.5, nan, infinity, infinity, 3.00001]);
const whole = [integers([2, 3], { from: -9, to: 9 }), integers([3], { seed: 1 })];
const flags = [booleans([4]), values([1, 1, 0, 0], "bool")];
const plain = { gradient: false } as const;

const connectives = (["logical_and", "logical_or", "logical_xor"] as const).flatMap((name) => {
  const ours = { logical_and: "logicalAnd", logical_or: "logicalOr", logical_xor: "logicalXor" } as const;
  return [
    operation(
      `torch.${name}`,
      `torch.${name}(a, b)`,
      [edges, values([0, 1, 0, 1, 0, 1], "bool")],
      (a, b) => a[ours[name]](b),
      plain,
    ),
    operation(`torch.${name}`, `torch.${name}(a, b)`, whole, (a, b) => a[ours[name]](b)),
  ];
});

const bits = (["bitwise_and", "bitwise_or", "bitwise_xor"] as const).flatMap((name) => {
  const ours = { bitwise_and: "bitwiseAnd", bitwise_or: "bitwiseOr", bitwise_xor: "bitwiseXor" } as const;
  return [
    operation(`torch.${name}`, `torch.${name}(a, b)`, whole, (a, b) => a[ours[name]](b)),
    operation(`torch.${name}`, `torch.${name}(a, b)`, flags, (a, b) => a[ours[name]](b)),
  ];
});

/** True or false, and bits. */
export const logic: readonly OperationCase[] = [
  ...connectives,
  ...bits,
  operation("torch.logical_not", "torch.logical_not(a)", [edges], (a) => a.logicalNot(), plain),
  operation("torch.bitwise_not", "torch.bitwise_not(a)", [whole[0]!], (a) => a.bitwiseNot()),
  operation("torch.bitwise_not", "torch.bitwise_not(a)", [flags[0]!], (a) => a.bitwiseNot()),
  operation("torch.bitwise_not", "torch.bitwise_not(a)", [values([0, 200], "uint8")], (a) => a.bitwiseNot()),
  operation("torch.bitwise_left_shift", "a << b", whole, (a, b) => a.bitwiseLeftShift(b)),
  operation("torch.bitwise_right_shift", "a >> b", whole, (a, b) => a.bitwiseRightShift(b)),
  operation("torch.isnan", "torch.isnan(a)", [edges], (a) => a.isnan(), plain),
  operation("torch.isinf", "torch.isinf(a)", [edges], (a) => a.isinf(), plain),
  operation("torch.isfinite", "torch.isfinite(a)", [edges], (a) => a.isfinite(), plain),
  operation("torch.isclose", "torch.isclose(a, b)", [edges, near], (a, b) => a.isclose(b), plain),
  operation(
    "torch.isclose",
    "torch.isclose(a, b, rtol=1e-3, equal_nan=True)",
    [edges, near],
    (a, b) => a.isclose(b, { rtol: 1e-3, equalNan: true }),
    plain,
  ),
  operation("torch.allclose", "torch.tensor(torch.allclose(a, a + 1e-9))", [values([1, 2])], (a) =>
    tensor(a.allclose(a.add(1e-9))),
  ),
  operation(
    "torch.allclose",
    "torch.tensor(torch.allclose(a, b))",
    [edges, near],
    (a, b) => tensor(a.allclose(b)),
    plain,
  ),
  operation("torch.equal", "torch.tensor(torch.equal(a, b))", flags, (a, b) => tensor(a.equal(b))),
  operation("torch.equal", "torch.tensor(torch.equal(a, a.clone()))", [whole[0]!], (a) =>
    tensor(a.equal(a.clone())),
  ),
];
