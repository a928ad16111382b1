const unary = (name: string, body: string): [string, string] => [
  name,
  `fn ${name}(x: f32) -> f32 {\n  ${body.trim()}\n}`,
];

/** Logarithms, arc and hyperbolic functions, made of those that are exact: WGSL's own have few digits, and none for NaN. */
export const elementary: Readonly<Record<string, string>> = Object.fromEntries([
  unary(
    "log2_",
    `
  if (x <= 0.0 || is_infinite(x)) { return log_(x); }
  return log2(x);
`,
  ),
  unary(
    "asin_",
    `
  if (abs(x) > 1.0) { return not_a_number(); }
  return atan2(x, sqrt((1.0 - x) * (1.0 + x)));
`,
  ),
  unary(
    "acos_",
    `
  if (abs(x) > 1.0) { return not_a_number(); }
  return atan2(sqrt((1.0 - x) * (1.0 + x)), x);
`,
  ),
  unary("sinh_", "return 0.5 * (expm1_(x) - expm1_(-x));"),
  unary("cosh_", "return 0.5 * (exp(x) + exp(-x));"),
  unary(
    "asinh_",
    `
  let size = abs(x);
  if (size > 1e9) { return sign(x) * (log_(size) + 0.6931471805599453); }
  return sign(x) * log1p_(size + size * size / (1.0 + sqrt(size * size + 1.0)));
`,
  ),
  unary(
    "acosh_",
    `
  if (x < 1.0) { return not_a_number(); }
  if (x > 1e9) { return log_(x) + 0.6931471805599453; }
  let above = x - 1.0;
  return log1p_(above + sqrt(above * (above + 2.0)));
`,
  ),
  unary(
    "atanh_",
    `
  if (abs(x) > 1.0) { return not_a_number(); }
  if (abs(x) == 1.0) { return x * infinity(); }
  return 0.5 * log1p_(2.0 * x / (1.0 - x));
`,
  ),
  unary(
    "erfc_",
    `
  if (x < 2.0) { return 1.0 - erf_(x); }
  if (x > 10.0) { return 0.0; }
  var fraction = 0.0;
  for (var n = 30; n >= 1; n--) { fraction = 0.5 * f32(n) / (x + fraction); }
  return 0.5641895835477563 * exp(-x * x) / (x + fraction);
`,
  ),
]);
