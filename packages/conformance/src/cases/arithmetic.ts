import { pow } from "@mnist/tensor";
import { floats, integers, type OperationCase, operation, values } from "../operation-case.js";

const x = floats([2, 3]);
const positive = { from: 0.5, to: 3 } as const;
const pair = [x, floats([3], { seed: 1 })];
const apart = [floats([2, 3]), floats([3], { from: 0.7, to: 2.9, seed: 1 })];
const triple = [...pair, floats([2, 1], { ...positive, seed: 2 })];
const edges = values([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
const matrices = [floats([2, 2]), floats([2, 3], { seed: 1 }), floats([3, 2], { seed: 2 })];

/** Arithmetic made of pointwise rows. */
export const arithmetic: readonly OperationCase[] = [
  operation("torch.clamp", "torch.clamp(a, -1, 1)", [floats([2, 4])], (a) => a.clamp(-1, 1)),
  operation("torch.clamp", "torch.clamp(a, min=0.3)", [floats([2, 4])], (a) => a.clamp(0.3)),
  operation("torch.clamp", "torch.clamp(a, b, c)", triple, (a, b, c) => a.clamp(b, c)),
  operation("torch.clip", "torch.clip(a, max=1)", [integers([4])], (a) => a.clip(undefined, 1)),
  operation("torch.clip", "torch.clip(a, -1, 1)", [x], (a) => a.clip(-1, 1)),
  operation("torch.clamp_min", "torch.clamp_min(a, 0.3)", [x], (a) => a.clampMin(0.3)),
  operation("torch.clamp_max", "torch.clamp_max(a, b)", pair, (a, b) => a.clampMax(b)),
  operation("torch.nan_to_num", "torch.nan_to_num(a)", [x], (a) => a.nanToNum()),
  operation("torch.nan_to_num", "torch.nan_to_num(a, 1, 2, 3)", [edges], (a) => a.nanToNum(1, 2, 3)),
  operation("torch.add", "torch.add(a, b, alpha=0.5)", pair, (a, b) => a.add(b, { alpha: 0.5 })),
  operation("torch.sub", "torch.sub(a, b, alpha=2)", pair, (a, b) => a.sub(b, { alpha: 2 })),
  operation("torch.round", "torch.round(a, decimals=1)", [x], (a) => a.round({ decimals: 1 })),
  operation("torch.round", "torch.round(a * 100, decimals=-1)", [x], (a) =>
    a.mul(100).round({ decimals: -1 }),
  ),
  operation("torch.logit", "torch.logit(a, 0.3)", [floats([4], { from: 0, to: 1 })], (a) => a.logit(0.3)),
  operation("torch.rsqrt", "torch.rsqrt(a)", [floats([4], positive)], (a) => a.rsqrt()),
  operation("torch.exp2", "torch.exp2(a)", [x], (a) => a.exp2()),
  operation("torch.exp2", "torch.exp2(a)", [integers([3])], (a) => a.exp2()),
  operation("torch.pow", "torch.pow(2.5, a)", [x], (a) => pow(2.5, a)),
  operation("torch.frac", "torch.frac(a)", [x], (a) => a.frac()),
  operation("torch.sinc", "torch.sinc(a)", [x], (a) => a.sinc()),
  operation("torch.xlogy", "torch.xlogy(a, b)", [x, floats([3], { ...positive, seed: 1 })], (a, b) =>
    a.xlogy(b),
  ),
  operation("torch.logaddexp", "torch.logaddexp(a, b)", pair, (a, b) => a.logaddexp(b)),
  operation("torch.fmax", "torch.fmax(a, b)", pair, (a, b) => a.fmax(b)),
  operation("torch.fmin", "torch.fmin(a, b)", pair, (a, b) => a.fmin(b)),
  operation(
    "torch.fmax",
    "torch.fmax(a, b)",
    [edges, values([Number.NaN, 1, 2, 3, Number.NaN])],
    (a, b) => a.fmax(b),
    {
      gradient: false,
    },
  ),
  operation(
    "torch.fmin",
    "torch.fmin(a, b)",
    [edges, values([Number.NaN, 1, 2, 3, Number.NaN])],
    (a, b) => a.fmin(b),
    {
      gradient: false,
    },
  ),
  operation("torch.lerp", "torch.lerp(a, b, 0.3)", pair, (a, b) => a.lerp(b, 0.3)),
  operation("torch.lerp", "torch.lerp(a, b, c)", triple, (a, b, c) => a.lerp(b, c)),
  operation(
    "torch.addcmul",
    "torch.addcmul(a, b, c)",
    [floats([2]), values([0.5], "float64", []), values([3, 4], "uint8")],
    (a, b, c) => a.addcmul(b, c),
    { steep: true },
  ),
  operation("torch.addcmul", "torch.addcmul(a, b, c, value=0.5)", triple, (a, b, c) =>
    a.addcmul(b, c, { value: 0.5 }),
  ),
  operation("torch.addcdiv", "torch.addcdiv(a, b, c)", triple, (a, b, c) => a.addcdiv(b, c)),
  operation("torch.addmm", "torch.addmm(a, b, c)", matrices, (a, b, c) => a.addmm(b, c)),
  operation(
    "torch.addmm",
    "torch.addmm(a / 0, b, c, beta=0)",
    matrices,
    (a, b, c) => a.div(0).addmm(b, c, { beta: 0 }),
    { gradient: false },
  ),
  operation("torch.addmm", "torch.addmm(a, a, a, beta=2.5, alpha=1.5)", [integers([2, 2])], (a) =>
    a.addmm(a, a, { beta: 2.5, alpha: 1.5 }),
  ),
  operation("torch.addmm", "torch.addmm(a, b, c, beta=0.5, alpha=2)", matrices, (a, b, c) =>
    a.addmm(b, c, { beta: 0.5, alpha: 2 }),
  ),
  operation("torch.heaviside", "torch.heaviside(a, b)", [edges, values([0.5])], (a, b) => a.heaviside(b), {
    gradient: false,
  }),
  operation("torch.deg2rad", "torch.deg2rad(a)", [x], (a) => a.deg2rad()),
  operation("torch.rad2deg", "torch.rad2deg(a)", [x], (a) => a.rad2deg()),
  operation("torch.logit", "torch.logit(a)", [floats([4], { from: 0.1, to: 0.9 })], (a) => a.logit()),
  operation("torch.nan_to_num", "torch.nan_to_num(a)", [edges], (a) => a.nanToNum(), {
    gradient: false,
    double: false,
  }),
  operation("torch.floor_divide", "a // b", apart, (a, b) => a.floorDivide(b), { gradient: false }),
  operation(
    "torch.floor_divide",
    "a // b",
    [values([1, -1, 7, 0]), values([0.1, 0.1, -2, 3])],
    (a, b) => a.floorDivide(b),
    {
      gradient: false,
    },
  ),
  operation("torch.div", "torch.div(a, b, rounding_mode='trunc')", apart, (a, b) =>
    a.div(b, { roundingMode: "trunc" }),
  ),
  operation(
    "torch.div",
    "torch.div(a, b, rounding_mode='floor')",
    [values([-7, 7, 8], "int32"), values([2, 2, -3], "int32")],
    (a, b) => a.div(b, { roundingMode: "floor" }),
  ),
  operation(
    "torch.div",
    "torch.div(a, b, rounding_mode='trunc')",
    [values([-7, 7, 8], "int32"), values([2, 2, -3], "int32")],
    (a, b) => a.div(b, { roundingMode: "trunc" }),
  ),
];
