import * as e from "../expression/expression.js";
import * as arithmetic from "../expression/functions/arithmetic.js";
import * as errorFunction from "../expression/functions/error-function.js";
import * as exponential from "../expression/functions/exponential.js";
import * as hyperbolic from "../expression/functions/hyperbolic.js";
import * as inverse from "../expression/functions/inverse-trigonometric.js";
import * as logarithm from "../expression/functions/logarithm.js";
import * as trigonometric from "../expression/functions/trigonometric.js";
import { pointwise } from "./pointwise-row.js";

/** The same values, row-major, converted to `dtype`: floats to integers towards zero, anything but 0 to true. */
export const copy = pointwise("copy", (x) => x, { result: "asked" });

export const neg = pointwise("neg", (x) => e.neg(x), { insteadForBools: "x.logicalNot()" });
export const abs = pointwise("abs", (x) => e.abs(x), { numbersOnly: true, samples: [0.1, 3] });
export const sign = pointwise("sign", (x) => e.select(e.gt(x, 0), 1, e.select(e.lt(x, 0), -1, 0)));
export const square = pointwise("square", (x) => e.mul(x, x));
export const sqrt = pointwise("sqrt", (x) => e.sqrt(x), { result: "float", samples: [0.1, 4] });
export const reciprocal = pointwise("reciprocal", (x) => e.div(1, x), { result: "float", samples: [0.2, 3] });
export const exp = pointwise("exp", (x) => e.call(exponential.exp, x), { result: "float" });
export const expm1 = pointwise("expm1", (x) => e.call(exponential.expm1, x), { result: "float" });
export const log = pointwise("log", (x) => e.call(logarithm.log, x), { result: "float", samples: [0.1, 4] });
export const log2 = pointwise("log2", (x) => e.call(logarithm.log2, x), {
  result: "float",
  samples: [0.1, 4],
});
export const log10 = pointwise("log10", (x) => e.call(logarithm.log10, x), {
  result: "float",
  samples: [0.1, 4],
});
export const log1p = pointwise("log1p", (x) => e.call(logarithm.log1p, x), {
  result: "float",
  samples: [-0.5, 4],
});
export const sin = pointwise("sin", (x) => e.call(trigonometric.sin, x), {
  result: "float",
  samples: [-1.4, 1.4],
});
export const cos = pointwise("cos", (x) => e.call(trigonometric.cos, x), {
  result: "float",
  samples: [0.1, 3],
});
export const tan = pointwise("tan", (x) => e.call(trigonometric.tan, x), {
  result: "float",
  samples: [-1.2, 1.2],
});
export const asin = pointwise("asin", (x) => e.call(inverse.asin, x), {
  result: "float",
  samples: [-0.9, 0.9],
});
export const acos = pointwise("acos", (x) => e.call(inverse.acos, x), {
  result: "float",
  samples: [-0.9, 0.9],
});
export const atan = pointwise("atan", (x) => e.call(inverse.atan, x), { result: "float", samples: [0.1, 3] });
export const sinh = pointwise("sinh", (x) => e.call(hyperbolic.sinh, x), {
  result: "float",
  samples: [-2, 2],
});
export const cosh = pointwise("cosh", (x) => e.call(hyperbolic.cosh, x), {
  result: "float",
  samples: [0.2, 2],
});
export const asinh = pointwise("asinh", (x) => e.call(hyperbolic.asinh, x), {
  result: "float",
  samples: [-2, 2],
});
export const acosh = pointwise("acosh", (x) => e.call(hyperbolic.acosh, x), {
  result: "float",
  samples: [1.2, 4],
});
export const atanh = pointwise("atanh", (x) => e.call(hyperbolic.atanh, x), {
  result: "float",
  samples: [-0.9, 0.9],
});
export const tanh = pointwise("tanh", (x) => e.call(hyperbolic.tanh, x), {
  result: "float",
  samples: [-2, 2],
});
// A row, not a composite: the composed gradient is NaN at ±100. The exponential is of a number that is never positive.
export const sigmoid = pointwise(
  "sigmoid",
  (x) => {
    const power = e.call(exponential.exp, e.neg(e.abs(x)));
    return e.div(e.select(e.lt(x, 0), power, 1), e.add(power, 1));
  },
  { result: "float", samples: [0.2, 4] },
);
// A row too: composed of |x|, its second gradient is wrong at 0.
export const softplus = pointwise(
  "softplus",
  (x) => e.add(e.maximum(x, 0), e.call(logarithm.log1p, e.call(exponential.exp, e.neg(e.abs(x))))),
  { result: "float" },
);
export const relu = pointwise("relu", (x) => e.maximum(x, 0), { numbersOnly: true, samples: [0.1, 3] });
export const erf = pointwise("erf", (x) => e.call(errorFunction.erf, x), {
  result: "float",
  samples: [-2, 2],
});
export const erfc = pointwise("erfc", (x) => e.call(errorFunction.erfc, x), {
  result: "float",
  samples: [-2, 2],
});
export const floor = pointwise("floor", (x) => e.floor(x), { numbersOnly: true });
export const ceil = pointwise("ceil", (x) => e.ceil(x), { numbersOnly: true });
export const round = pointwise("round", (x) => e.round(x), { numbersOnly: true });
export const trunc = pointwise("trunc", (x) => e.trunc(x), { numbersOnly: true });

export const add = pointwise("add", (a, b) => e.add(a, b));
export const sub = pointwise("sub", (a, b) => e.sub(a, b), { insteadForBools: "x.logicalXor(y)" });
export const mul = pointwise("mul", (a, b) => e.mul(a, b));
export const div = pointwise("div", (a, b) => e.div(a, b), { result: "float", samples: [0.5, 3] });
export const pow = pointwise("pow", (a, b) => e.call(arithmetic.pow, a, b), {
  numbersOnly: true,
  samples: [0.5, 3],
});
export const remainder = pointwise(
  "remainder",
  (a, b) => {
    const rest = e.call(arithmetic.fmod, a, b);
    const isOpposite = e.xor(e.lt(rest, 0), e.lt(b, 0));
    return e.select(e.and(e.ne(rest, 0), isOpposite), e.add(rest, b), rest);
  },
  { numbersOnly: true, samples: [1.1, 1.9] },
);
export const fmod = pointwise("fmod", (a, b) => e.call(arithmetic.fmod, a, b), {
  numbersOnly: true,
  samples: [1.1, 1.9],
});
export const floorDivide = pointwise("floorDivide", (a, b) => e.call(arithmetic.floorDivide, a, b), {
  numbersOnly: true,
  samples: [1, 9],
});
export const hypot = pointwise("hypot", (a, b) => e.call(inverse.hypot, a, b), {
  result: "float",
  samples: [0.2, 3],
});
export const maximum = pointwise("maximum", (a, b) => e.maximum(a, b));
export const minimum = pointwise("minimum", (a, b) => e.minimum(a, b));
// Rows of their own: at the bound all of the gradient is x's, where maximum and minimum share it. NaN, x's and the bound's, stays.
export const clampMin = pointwise("clampMin", (x, low) =>
  e.select(e.or(e.lt(x, low), e.ne(low, low)), low, x),
);
export const clampMax = pointwise("clampMax", (x, high) =>
  e.select(e.or(e.gt(x, high), e.ne(high, high)), high, x),
);
export const atan2 = pointwise("atan2", (a, b) => e.call(inverse.atan2, a, b), {
  result: "float",
  samples: [0.2, 3],
});

export const bitwiseAnd = pointwise("bitwiseAnd", (a, b) => e.bitwiseAnd(a, b));
export const bitwiseOr = pointwise("bitwiseOr", (a, b) => e.bitwiseOr(a, b));
export const bitwiseXor = pointwise("bitwiseXor", (a, b) => e.bitwiseXor(a, b));

export const eq = pointwise("eq", (a, b) => e.eq(a, b), { result: "bool" });
export const ne = pointwise("ne", (a, b) => e.ne(a, b), { result: "bool" });
export const lt = pointwise("lt", (a, b) => e.lt(a, b), { result: "bool" });
export const le = pointwise("le", (a, b) => e.le(a, b), { result: "bool" });
export const gt = pointwise("gt", (a, b) => e.gt(a, b), { result: "bool" });
export const ge = pointwise("ge", (a, b) => e.ge(a, b), { result: "bool" });

export const where = pointwise("where", (condition, whenTrue, whenFalse) =>
  e.select(condition, whenTrue, whenFalse),
);
