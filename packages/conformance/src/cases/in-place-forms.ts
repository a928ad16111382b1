import type { Tensor } from "@mnist/tensor";
import {
  booleans,
  floats,
  type InputSpec,
  integers,
  type OperationCase,
  operation,
} from "../operation-case.js";

const inside = floats([2, 3], { from: 0.1, to: 0.9 });
const above = floats([2, 3], { from: 1.2, to: 3 });
const x = floats([2, 3], { from: -1.4, to: 1.4 });
const y = floats([3], { from: 0.7, to: 2, seed: 1 });
const whole = [integers([2, 3], { from: -9, to: 9 }), integers([3], { from: 1, to: 5, seed: 1 })];
const matrices = [floats([2, 2]), floats([2, 3], { seed: 1 }), floats([3, 2], { seed: 2 })];
const row = integers([1], { to: 2 });

type Arguments = readonly (number | "b" | "c")[];

/** `a.clone().name(arguments)` there and here, under PyTorch's name and ours. */
function form(
  name: string,
  inputs: readonly InputSpec[],
  given: Arguments = [],
  options = {},
): OperationCase {
  const ours = name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const torch = /^(celu|elu|hardtanh|leaky_relu|selu|threshold)_$/.test(name)
    ? `torch.nn.functional.${name}`
    : `torch.Tensor.${name}`;
  const python = torch.startsWith("torch.nn")
    ? `F.${name}(${["a.clone()", ...given].join(", ")})`
    : `a.clone().${name}(${given.join(", ")})`;
  const run = (a: Tensor, b: Tensor, c: Tensor): Tensor => {
    const changed = a.clone();
    const values = given.map((each) => (each === "b" ? b : each === "c" ? c : each));
    return Reflect.apply(Reflect.get(changed, ours) as (...rest: unknown[]) => Tensor, changed, values);
  };
  return operation(torch, python, inputs, run, { ours, ...options });
}

const unary = [
  ...["sin_", "cos_", "tan_", "atan_", "sinh_", "cosh_", "erf_", "erfc_", "expm1_", "exp2_", "sinc_"].map(
    (name) => form(name, [x]),
  ),
  ...["sign_", "frac_", "nan_to_num_", "deg2rad_", "rad2deg_"].map((name) => form(name, [x])),
  ...["asin_", "acos_", "log2_", "log10_", "log1p_", "rsqrt_", "logit_"].map((name) => form(name, [inside])),
  // PyTorch has no gradients of these.
  ...["asinh_", "atanh_"].map((name) => form(name, [inside], [], { gradient: false })),
  form("acosh_", [above], [], { gradient: false }),
  ...["celu_", "elu_", "hardtanh_", "leaky_relu_", "selu_"].map((name) => form(name, [x])),
  form("threshold_", [x], [0.1, 2]),
];

const plain = { gradient: false } as const;

const binary = [
  ...["atan2_", "hypot_", "fmod_", "xlogy_"].map((name) => form(name, [inside, y], ["b"])),
  form("floor_divide_", [x, y], ["b"], plain),
  ...["eq_", "ne_", "lt_", "le_", "gt_", "ge_"].map((name) => form(name, [x, y], ["b"], plain)),
  ...["logical_and_", "logical_or_", "logical_xor_"].map((name) => form(name, whole, ["b"])),
  ...["bitwise_and_", "bitwise_or_", "bitwise_xor_", "bitwise_left_shift_", "bitwise_right_shift_"].map(
    (name) => form(name, whole, ["b"]),
  ),
  form("logical_not_", [booleans([4])]),
  form("bitwise_not_", whole.slice(0, 1)),
  form("heaviside_", [x, floats([1])], ["b"], plain),
  form("clip_", [x], [-1, 1]),
  form("clamp_min_", [x], [0.3]),
  form("clamp_max_", [x], [0.3]),
];

const along = [
  form("cumsum_", [x], [1]),
  form("cumprod_", [x], [1]),
  form("addmm_", matrices, ["b", "c"]),
  form("index_copy_", [x, row, floats([1, 3], { seed: 1 })], [0, "b", "c"]),
];

/** Functions whose in-place form follows from them. */
export const inPlaceForms: readonly OperationCase[] = [...unary, ...binary, ...along];
