import type { Tensor } from "../tensor.js";
import * as activations from "./activations.js";
import * as arithmetic from "./arithmetic.js";
import { addmm } from "./arithmetic.js";
import * as elementwise from "./elementwise.js";
import { written } from "./in-place.js";
import { cumsum } from "./indexing.js";
import * as logic from "./logic.js";
import { cumprod } from "./scans.js";
import { indexCopy } from "./scattering.js";

const { acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, eq, erf, erfc, expm1, floorDivide, fmod } =
  elementwise;
const { ge, gt, hypot, le, log10, log1p, log2, lt, ne, sign, sin, sinh, tan } = elementwise;
const {
  clampMax,
  clampMin,
  clip,
  deg2rad,
  exp2,
  frac,
  heaviside,
  logit,
  nanToNum,
  rad2deg,
  rsqrt,
  sinc,
  xlogy,
} = arithmetic;
const { bitwiseAnd, bitwiseLeftShift, bitwiseNot, bitwiseOr, bitwiseRightShift, bitwiseXor } = logic;
const { logicalAnd, logicalNot, logicalOr, logicalXor } = logic;
const { celu, elu, hardtanh, leakyRelu, selu, threshold } = activations;

/** Functions that have an in-place form of the same name with an underscore behind. */
const changing = {
  ...{ acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, eq, erf, erfc, expm1, floorDivide, fmod },
  ...{ ge, gt, hypot, le, log10, log1p, log2, lt, ne, sign, sin, sinh, tan },
  ...{
    clampMax,
    clampMin,
    clip,
    deg2rad,
    exp2,
    frac,
    heaviside,
    logit,
    nanToNum,
    rad2deg,
    rsqrt,
    sinc,
    xlogy,
  },
  ...{ bitwiseAnd, bitwiseLeftShift, bitwiseNot, bitwiseOr, bitwiseRightShift, bitwiseXor },
  ...{ logicalAnd, logicalNot, logicalOr, logicalXor },
  ...{ celu, elu, hardtanh, leakyRelu, selu, threshold },
  ...{ addmm, cumprod, cumsum, indexCopy },
};

/** The functions that have such a form, under their own names. */
export type Changing = typeof changing;

/** `sin_`, `clip_`, … : the function of the same name, whose result is written back. */
export const inPlaceForms = Object.fromEntries(
  Object.entries(changing).map(([name, call]) => [
    `${name}_`,
    written(call as (input: Tensor, ...rest: readonly unknown[]) => Tensor),
  ]),
);
