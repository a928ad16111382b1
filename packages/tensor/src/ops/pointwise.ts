import {
  erfc as erfcOf,
  erf as erfOf,
  floorDivide as floorDivideOf,
  powerOfIntegers as powerOf,
  roundHalfToEven,
} from "./math.js";
import { pointwise } from "./pointwise-row.js";

/** The same values, row-major, converted to `dtype`: floats to integers towards zero, anything but 0 to true. */
export const copy = pointwise("copy", { js: (x) => x, wgsl: (x) => x, result: "asked" });

export const neg = pointwise("neg", {
  js: (x) => -x,
  wgsl: (x) => `-(${x})`,
  insteadForBools: "x.logicalNot()",
});
export const abs = pointwise("abs", { js: Math.abs, wgsl: (x) => `abs(${x})`, samples: [0.1, 3] });
export const sign = pointwise("sign", {
  js: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  wgsl: (x) => `sign(${x})`,
});
export const square = pointwise("square", {
  js: (x) => x * x,
  int32: (x) => Math.imul(x, x),
  wgsl: (x) => `(${x} * ${x})`,
});
export const sqrt = pointwise("sqrt", {
  js: Math.sqrt,
  wgsl: (x) => `sqrt(${x})`,
  result: "float",
  samples: [0.1, 4],
});
export const reciprocal = pointwise("reciprocal", {
  js: (x) => 1 / x,
  wgsl: (x) => `(1 / ${x})`,
  result: "float",
  samples: [0.2, 3],
});
export const exp = pointwise("exp", { js: Math.exp, wgsl: (x) => `exp(${x})`, result: "float" });
export const expm1 = pointwise("expm1", { js: Math.expm1, wgsl: (x) => `expm1_(${x})`, result: "float" });
export const log = pointwise("log", {
  js: Math.log,
  wgsl: (x) => `log_(${x})`,
  result: "float",
  samples: [0.1, 4],
});
export const log2 = pointwise("log2", {
  js: Math.log2,
  wgsl: (x) => `log2_(${x})`,
  result: "float",
  samples: [0.1, 4],
});
export const log10 = pointwise("log10", {
  js: Math.log10,
  wgsl: (x) => `(log_(${x}) * 0.4342944819032518)`,
  result: "float",
  samples: [0.1, 4],
});
export const log1p = pointwise("log1p", {
  js: Math.log1p,
  wgsl: (x) => `log1p_(${x})`,
  result: "float",
  samples: [-0.5, 4],
});
export const sin = pointwise("sin", {
  js: Math.sin,
  wgsl: (x) => `sin_(${x})`,
  result: "float",
  samples: [-1.4, 1.4],
});
export const cos = pointwise("cos", {
  js: Math.cos,
  wgsl: (x) => `cos_(${x})`,
  result: "float",
  samples: [0.1, 3],
});
export const tan = pointwise("tan", {
  js: Math.tan,
  wgsl: (x) => `tan_(${x})`,
  result: "float",
  samples: [-1.2, 1.2],
});
export const asin = pointwise("asin", {
  js: Math.asin,
  wgsl: (x) => `asin_(${x})`,
  result: "float",
  samples: [-0.9, 0.9],
});
export const acos = pointwise("acos", {
  js: Math.acos,
  wgsl: (x) => `acos_(${x})`,
  result: "float",
  samples: [-0.9, 0.9],
});
export const atan = pointwise("atan", {
  js: Math.atan,
  wgsl: (x) => `atan(${x})`,
  result: "float",
  samples: [0.1, 3],
});
export const sinh = pointwise("sinh", {
  js: Math.sinh,
  wgsl: (x) => `sinh_(${x})`,
  result: "float",
  samples: [-2, 2],
});
export const cosh = pointwise("cosh", {
  js: Math.cosh,
  wgsl: (x) => `cosh_(${x})`,
  result: "float",
  samples: [0.2, 2],
});
export const asinh = pointwise("asinh", {
  js: Math.asinh,
  wgsl: (x) => `asinh_(${x})`,
  result: "float",
  samples: [-2, 2],
});
export const acosh = pointwise("acosh", {
  js: Math.acosh,
  wgsl: (x) => `acosh_(${x})`,
  result: "float",
  samples: [1.2, 4],
});
export const atanh = pointwise("atanh", {
  js: Math.atanh,
  wgsl: (x) => `atanh_(${x})`,
  result: "float",
  samples: [-0.9, 0.9],
});
export const tanh = pointwise("tanh", {
  js: Math.tanh,
  wgsl: (x) => `tanh(clamp(${x}, -15.0, 15.0))`,
  result: "float",
  samples: [-2, 2],
});
// A row, not a composite: the composed gradient is NaN at ±100.
export const sigmoid = pointwise("sigmoid", {
  js: (x) => 1 / (1 + Math.exp(-x)),
  wgsl: (x) => `(1 / (1 + exp(-(${x}))))`,
  result: "float",
  samples: [0.2, 4],
});
// A row too: composed of |x|, its second gradient is wrong at 0.
export const softplus = pointwise("softplus", {
  js: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  wgsl: (x) => `(max_(${x}, 0) + log1p_(exp(-abs(${x}))))`,
  result: "float",
  samples: [-3, 3],
});
export const relu = pointwise("relu", {
  js: (x) => Math.max(x, 0),
  wgsl: (x) => `max_(${x}, 0)`,
  samples: [0.1, 3],
});
export const erf = pointwise("erf", {
  js: erfOf,
  wgsl: (x) => `erf_(${x})`,
  result: "float",
  samples: [-2, 2],
});
export const erfc = pointwise("erfc", {
  js: erfcOf,
  wgsl: (x) => `erfc_(${x})`,
  result: "float",
  samples: [-2, 2],
});
export const floor = pointwise("floor", { js: Math.floor, wgsl: (x) => `floor_(${x})` });
export const ceil = pointwise("ceil", { js: Math.ceil, wgsl: (x) => `ceil_(${x})` });
export const round = pointwise("round", { js: roundHalfToEven, wgsl: (x) => `round_(${x})` });
export const trunc = pointwise("trunc", { js: Math.trunc, wgsl: (x) => `trunc_(${x})` });

export const add = pointwise("add", { js: (a, b) => a + b, wgsl: (a, b) => `(${a} + ${b})` });
export const sub = pointwise("sub", {
  js: (a, b) => a - b,
  wgsl: (a, b) => `(${a} - ${b})`,
  insteadForBools: "x.logicalXor(y)",
});
export const mul = pointwise("mul", {
  js: (a, b) => a * b,
  int32: Math.imul,
  wgsl: (a, b) => `(${a} * ${b})`,
});
export const div = pointwise("div", {
  js: (a, b) => a / b,
  wgsl: (a, b) => `(${a} / ${b})`,
  result: "float",
  samples: [0.5, 3],
});
export const pow = pointwise("pow", {
  js: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  int32: powerOf,
  wgsl: (a, b) => `pow_(${a}, ${b})`,
  samples: [0.5, 3],
});
export const remainder = pointwise("remainder", {
  js: (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  wgsl: (a, b) => `remainder_(${a}, ${b})`,
  samples: [1.1, 1.9],
});
export const fmod = pointwise("fmod", {
  js: (a, b) => a % b,
  wgsl: (a, b) => `fmod_(${a}, ${b})`,
  samples: [1.1, 1.9],
});
export const floorDivide = pointwise("floorDivide", {
  js: floorDivideOf,
  wgsl: (a, b) => `floor_divide_(${a}, ${b})`,
  samples: [1, 9],
});
export const hypot = pointwise("hypot", {
  js: Math.hypot,
  wgsl: (a, b) => `hypot_(${a}, ${b})`,
  result: "float",
  samples: [0.2, 3],
});
export const maximum = pointwise("maximum", {
  js: (a, b) => (a > b || Number.isNaN(a) ? a : b),
  wgsl: (a, b) => `max_(${a}, ${b})`,
});
export const minimum = pointwise("minimum", {
  js: (a, b) => (a < b || Number.isNaN(a) ? a : b),
  wgsl: (a, b) => `min_(${a}, ${b})`,
});
export const atan2 = pointwise("atan2", {
  js: Math.atan2,
  wgsl: (a, b) => `atan2_(${a}, ${b})`,
  result: "float",
  samples: [0.2, 3],
});

export const bitwiseAnd = pointwise("bitwiseAnd", { js: (a, b) => a & b, wgsl: (a, b) => `(${a} & ${b})` });
export const bitwiseOr = pointwise("bitwiseOr", { js: (a, b) => a | b, wgsl: (a, b) => `(${a} | ${b})` });
export const bitwiseXor = pointwise("bitwiseXor", { js: (a, b) => a ^ b, wgsl: (a, b) => `(${a} ^ ${b})` });

export const eq = pointwise("eq", {
  js: (a, b) => (a === b ? 1 : 0),
  wgsl: (a, b) => `(${a} == ${b})`,
  result: "bool",
});
export const ne = pointwise("ne", {
  js: (a, b) => (a !== b ? 1 : 0),
  wgsl: (a, b) => `!(${a} == ${b})`,
  result: "bool",
});
export const lt = pointwise("lt", {
  js: (a, b) => (a < b ? 1 : 0),
  wgsl: (a, b) => `(${a} < ${b})`,
  result: "bool",
});
export const le = pointwise("le", {
  js: (a, b) => (a <= b ? 1 : 0),
  wgsl: (a, b) => `(${a} <= ${b})`,
  result: "bool",
});
export const gt = pointwise("gt", {
  js: (a, b) => (a > b ? 1 : 0),
  wgsl: (a, b) => `(${a} > ${b})`,
  result: "bool",
});
export const ge = pointwise("ge", {
  js: (a, b) => (a >= b ? 1 : 0),
  wgsl: (a, b) => `(${a} >= ${b})`,
  result: "bool",
});

export const where = pointwise("where", {
  js: (condition, whenTrue, whenFalse) => (condition !== 0 ? whenTrue : whenFalse),
  wgsl: (condition, whenTrue, whenFalse) => `select(${whenFalse}, ${whenTrue}, ${condition} != 0)`,
});
