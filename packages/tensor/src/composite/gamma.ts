import { checkWhole } from "../options.js";
import type { Tensor } from "../tensor.js";
import { abs, cos, div, eq, le, log, lt, mul, round, sin, sub, tan, where } from "./elementwise.js";
import { inFloat } from "./requirements.js";
import { withSlope } from "./with-slope.js";

/** Σ coefficientᵢ·xⁱ. */
function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients.reduceRight<Tensor>((sum, each) => sum.mul(x).add(each), x.mul(0));
}

/** What x is off the nearest whole number, which is exact; whether that is little; and what is missing to a half then. */
function offWhole(x: Tensor): [off: Tensor, isLittle: Tensor, missing: Tensor] {
  const off = sub(x, round(x.detach()));
  const size = abs(off);
  return [off.mul(Math.PI), le(size, 0.25), sub(0.5, size).mul(Math.PI)];
}

/** |sin πx|, by a sine or a cosine of an angle of at most π/4, so that its derivative too has all digits. */
function sinePi(x: Tensor): Tensor {
  const [off, isLittle, missing] = offWhole(x);
  return where(isLittle, abs(sin(off)), cos(missing));
}

/** 1/tan πx. */
function cotangentPi(x: Tensor): Tensor {
  const [off, isLittle, missing] = offWhole(x);
  return where(isLittle, tan(off).reciprocal(), mul(tan(missing), off.sign()));
}

/** Bernoulli's numbers from the second on, every other one. */
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];

/** The coefficients of ln Γ(2 + y) / y: 1 − γ, and ±(ζ(n) − 1)/n, its sum from 100 on by Euler and Maclaurin. */
function seriesAtTwo(): number[] {
  return Array.from({ length: 28 }, (_, i) => {
    const n = i + 1;
    if (n === 1) return 0.42278433509846713;
    let sum = 100 ** -n * (100 / (n - 1) + 1 / 2 + n / 1200 - (n * (n + 1) * (n + 2)) / 72e7);
    for (let m = 99; m >= 2; m--) sum += m ** -n;
    return ((-1) ** n * sum) / n;
  });
}

let atTwo: readonly number[] | undefined;

/** ln |Γ(x)| for x above −1/2. */
function lnGamma(x: Tensor): Tensor {
  atTwo ??= seriesAtTwo();
  const whole = round(x);
  const y = sub(x, whole);
  // By Γ(x + 1) = x·Γ(x) it is ln Γ(2 + y) and the logarithm of a product, or less it where x is below 2.
  let product = where(eq(whole, 1), x, 1);
  for (let i = 1; i <= 6; i++) product = mul(product, where(whole.gt(i + 1), sub(x, i), 1));
  const shift = log(where(eq(whole, 0), abs(x.mul(x.add(1))), product));
  const near = polynomial(y, atTwo)
    .mul(y)
    .add(where(lt(whole, 2), shift.neg(), shift));
  const inverse = x.reciprocal();
  const rest = polynomial(
    inverse.square(),
    bernoulli.map((each, k) => each / ((2 * k + 1) * (2 * k + 2))),
  ).mul(inverse);
  const stirling = mul(x.sub(0.5), log(x).sub(1)).add(rest.add((Math.log(2 * Math.PI) - 1) / 2));
  return where(le(whole, 8), near, stirling);
}

/**
 * ln |Γ(x)|: ∞ at 0 and the negative whole numbers.
 *
 * @source torch.lgamma; Abramowitz and Stegun, 6.1.17 (reflection), 6.1.33 (around 2) and 6.1.41 (Stirling)
 * @example
 * lgamma(tensor([1, 5])) // [0, 3.1781]
 */
export const lgamma = /* @__PURE__ */ withSlope(
  "lgamma",
  (x) => {
    const isLow = le(x, -0.5);
    const upper = lnGamma(where(isLow, x.neg(), x));
    const reflected = sub(log(div(Math.PI, abs(x).mul(sinePi(x)))), upper);
    const isPole = isLow.logicalAnd(eq(x, round(x)));
    return where(isPole, Number.POSITIVE_INFINITY, where(isLow, reflected, upper));
  },
  (x) => digamma(x),
);

/** Σ term(x + i) over ten i, and 1/(x + 10), whose powers asymptotic series are of. */
function tenOf(x: Tensor, term: (x: Tensor) => Tensor): [sum: Tensor, inverse: Tensor] {
  let sum = term(x.add(9));
  for (let i = 8; i > 0; i--) sum = sum.add(term(x.add(i)));
  return [sum.add(term(x)), x.add(10).reciprocal()];
}

/**
 * Γ′(x)/Γ(x), lgamma's derivative: −∞ at 0, NaN at the negative whole numbers.
 *
 * @source torch.digamma; Abramowitz and Stegun, 6.3.6 (ten steps up), 6.3.7 (reflection) and 6.3.18
 * @example
 * digamma(tensor([1])) // [-0.5772]
 */
export const digamma = /* @__PURE__ */ withSlope(
  "digamma",
  (x) => {
    const isLow = lt(x, 0);
    const [sum, inverse] = tenOf(where(isLow, sub(1, x), x), (each) => each.reciprocal());
    const square = inverse.square();
    const rest = polynomial(
      square,
      bernoulli.map((each, k) => each / (2 * k + 2)),
    );
    const upper = sub(log(inverse).neg(), sum.add(inverse.mul(0.5)).add(rest.mul(square)));
    const isPole = isLow.logicalAnd(eq(x, round(x)));
    const reflected = upper.sub(cotangentPi(x).mul(Math.PI));
    return where(isPole, Number.NaN, where(isLow, reflected, upper));
  },
  trigamma,
);

/** digamma's derivative, made of what can be differentiated. Abramowitz and Stegun, 6.4.6, 6.4.7 and 6.4.12. */
function trigamma(x: Tensor): Tensor {
  const isLow = lt(x, 0.5);
  const [sum, inverse] = tenOf(where(isLow, sub(1, x), x), (each) => each.reciprocal().square());
  const square = inverse.square();
  const upper = sum.add(inverse.mul(polynomial(square, bernoulli).mul(square).add(inverse.mul(0.5)).add(1)));
  return where(
    isLow,
    div(Math.PI, sinePi(where(isLow, x, 0.5)))
      .square()
      .sub(upper),
    upper,
  );
}

/** Σ lgamma(x − i/2) over i < p, and ln π · p(p − 1)/4: ln of the gamma function of p dimensions, from 1 up. @source torch.mvlgamma */
export function mvlgamma(input: Tensor, p: number): Tensor {
  checkWhole("mvlgamma", "p", p, 1);
  const x = inFloat(input);
  const terms = Array.from({ length: p }, (_, i) => lgamma(x.sub(i / 2)));
  return terms.reduce((sum, term) => sum.add(term)).add((p * (p - 1) * Math.log(Math.PI)) / 4);
}
