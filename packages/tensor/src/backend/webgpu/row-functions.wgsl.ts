import { sine } from "./sine.wgsl.js";
import type { ValueType } from "./value-type.js";

const unary = (name: string, body: string): string => `fn ${name}(x: f32) -> f32 {${body}}`;
const binary = (name: string, body: string, type: ValueType = "f32"): string =>
  `fn ${name}(a: ${type}, b: ${type}) -> ${type} {${body}}`;

/** Functions without a form in float32 instructions, and extremes that NaN passes, for each type that is computed in. */
export const rowFunctions: Readonly<Record<ValueType, Readonly<Record<string, string>>>> = {
  f32: {
    ...sine,
    sin_: unary("sin_", " return sine(x, 0u); "),
    cos_: unary("cos_", " return sine(x, 1u); "),
    tan_: unary("tan_", " return sine(x, 0u) / sine(x, 1u); "),
    pow_: binary(
      "pow_",
      `
  if (b == 0.0 || a == 1.0) { return 1.0; }
  if (is_nan(a) || is_nan(b)) { return a + b; }
  if (is_infinite(b)) {
    if (abs(a) == 1.0) { return 1.0; }
    return select(0.0, infinity(), (abs(a) > 1.0) == (b > 0.0));
  }
  let whole = trunc(b) == b;
  if (whole && abs(b) <= 64.0) {
    var power = 1.0;
    var square = a;
    for (var n = u32(abs(b)); n > 0u; n >>= 1u) {
      if ((n & 1u) == 1u) { power *= square; }
      square *= square;
    }
    return select(power, 1.0 / power, b < 0.0);
  }
  if (a == 0.0) { return select(0.0, infinity(), b < 0.0); }
  let size = pow(abs(a), b);
  if (a > 0.0) { return size; }
  if (!whole && !is_infinite(a)) { return not_a_number(); }
  return select(size, -size, whole && fract(b * 0.5) != 0.0);
`,
    ),
    max_: binary(
      "max_",
      `
  if (is_nan(a)) { return a; }
  if (is_nan(b)) { return b; }
  return max(a, b);
`,
    ),
    min_: binary(
      "min_",
      `
  if (is_nan(a)) { return a; }
  if (is_nan(b)) { return b; }
  return min(a, b);
`,
    ),
    fmod_: binary("fmod_", " return select(a % b, a, is_infinite(b) && !is_infinite(a)); "),
    floor_divide_: binary(
      "floor_divide_",
      `
  if (b == 0.0) { return a / b; }
  let rest = fmod_(a, b);
  let below = rest != 0.0 && (rest < 0.0) != (b < 0.0);
  return round((a - rest) / b) - select(0.0, 1.0, below);
`,
    ),
  },
  i32: {
    pow_: binary(
      "pow_",
      `
  if (b < 0) { return select(select(0, 1 - 2 * (b & 1), a == -1), 1, a == 1); }
  var power = 1;
  var square = a;
  for (var n = b; n > 0; n >>= 1u) {
    if ((n & 1) == 1) { power *= square; }
    square *= square;
  }
  return power;
`,
      "i32",
    ),
    max_: binary("max_", " return max(a, b); ", "i32"),
    min_: binary("min_", " return min(a, b); ", "i32"),
    fmod_: binary("fmod_", " return select(a % b, 0, b == 0); ", "i32"),
    floor_divide_: binary(
      "floor_divide_",
      `
  if (b == 0) { return 0; }
  return a / b - select(0, 1, a % b != 0 && (a < 0) != (b < 0));
`,
      "i32",
    ),
  },
};
