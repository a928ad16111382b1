import type { Generator } from "@mnist/tensor";
import { fillRand, fillRandn } from "@mnist/tensor/internal";

function uniform(generator: Generator): number {
  return fillOne(fillRand, generator);
}

function fillOne(fill: (out: Float64Array, generator: Generator) => unknown, generator: Generator): number {
  const out = new Float64Array(1);
  fill(out, generator);
  return out[0]!;
}

/** A draw from Gamma(α, 1). @source Marsaglia & Tsang 2000, A simple method for generating gamma variables */
function gammaDraw(alpha: number, generator: Generator): number {
  if (alpha < 1) return gammaDraw(alpha + 1, generator) * (1 - uniform(generator)) ** (1 / alpha);
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = fillOne(fillRandn, generator);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform(generator)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A draw from Beta(α, α), 0..1. */
export function betaDraw(alpha: number, generator: Generator): number {
  const [first, second] = [gammaDraw(alpha, generator), gammaDraw(alpha, generator)];
  return first + second === 0 ? 0.5 : first / (first + second);
}
