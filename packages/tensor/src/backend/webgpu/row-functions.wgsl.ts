import { elementary } from "./elementary.wgsl.js";
import type { ValueType } from "./kernel.js";
import { polynomial } from "./polynomial.js";
import { sine } from "./sine.wgsl.js";

const unary = (name: string, body: string): string => `fn ${name}(x: f32) -> f32 {${body}}`;
const binary = (name: string, body: string, type: ValueType = "f32"): string =>
  `fn ${name}(a: ${type}, b: ${type}) -> ${type} {${body}}`;
const unchanged = (name: string): string => `fn ${name}(x: i32) -> i32 { return x; }`;

const inverseFactorials = [1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800].map((n) => 1 / n);
const inverseOdds = [1, 3, 5, 7, 9, 11, 13].map((n) => 1 / n);

/** The functions that rows and reductions call beside WGSL's own, for each type that they compute in. */
export const rowFunctions: Readonly<Record<ValueType, Readonly<Record<string, string>>>> = {
  f32: {
    ...sine,
    ...elementary,
    floor_: unary("floor_", " return floor(x); "),
    ceil_: unary("ceil_", " return ceil(x); "),
    round_: unary("round_", " return round(x); "),
    trunc_: unary("trunc_", " return trunc(x); "),
    log_: unary(
      "log_",
      `
  if (x < 0.0) { return not_a_number(); }
  if (x == 0.0) { return -infinity(); }
  if (is_infinite(x)) { return x; }
  return log(x);
`,
    ),
    sin_: unary("sin_", " return sine(x, 0u); "),
    cos_: unary("cos_", " return sine(x, 1u); "),
    tan_: unary("tan_", " return sine(x, 0u) / sine(x, 1u); "),
    // Exact near 0, where exp(x) - 1 would lose the digits: the series.
    expm1_: unary(
      "expm1_",
      `
  if (abs(x) < 0.5) { return x * ${polynomial("x", inverseFactorials)}; }
  return exp(x) - 1.0;
`,
    ),
    // ln(1 + x) = 2·artanh(x / (2 + x)).
    log1p_: unary(
      "log1p_",
      `
  if (abs(x) < 0.5) {
    let s = x / (2.0 + x);
    let z = s * s;
    return 2.0 * s * ${polynomial("z", inverseOdds)};
  }
  return log_(1.0 + x);
`,
    ),
    // The series below 2.5, the continued fraction of the complement above. Abramowitz and Stegun, 7.1.6 and 7.1.14.
    erf_: unary(
      "erf_",
      `
  let size = abs(x);
  if (size >= 4.0) { return sign(x); }
  let scale = 1.1283791670955126 * exp(-x * x);
  if (size < 2.5) {
    var term = x;
    var sum = x;
    for (var n = 1; n < 30; n++) {
      term *= 2.0 * x * x / f32(2 * n + 1);
      sum += term;
    }
    return scale * sum;
  }
  var fraction = 0.0;
  for (var n = 16; n >= 1; n--) { fraction = 0.5 * f32(n) / (size + fraction); }
  return sign(x) * (1.0 - 0.5 * scale / (size + fraction));
`,
    ),
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
    atan2_: binary(
      "atan2_",
      `
  if (is_nan(a) || is_nan(b)) { return a + b; }
  return atan2(a, b);
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
    hypot_: binary(
      "hypot_",
      `
  if (is_infinite(a) || is_infinite(b)) { return infinity(); }
  if (is_nan(a) || is_nan(b)) { return a + b; }
  let size = max(abs(a), abs(b));
  if (size == 0.0) { return 0.0; }
  let smaller = min(abs(a), abs(b)) / size;
  return size * sqrt(1.0 + smaller * smaller);
`,
    ),
    remainder_: binary(
      "remainder_",
      `
  let rest = fmod_(a, b);
  return select(rest, rest + b, rest != 0.0 && (rest < 0.0) != (b < 0.0));
`,
    ),
  },
  i32: {
    floor_: unchanged("floor_"),
    ceil_: unchanged("ceil_"),
    round_: unchanged("round_"),
    trunc_: unchanged("trunc_"),
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
    remainder_: binary(
      "remainder_",
      `
  if (b == 0) { return 0; }
  let rest = a % b;
  return select(rest, rest + b, rest != 0 && (rest < 0) != (b < 0));
`,
      "i32",
    ),
  },
};
