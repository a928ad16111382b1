import { errorFunction } from "@mnist/tensor/internal";

const slope = 2 / Math.sqrt(Math.PI);

/** The x whose error function is y, for y from −1 to 1: Winitzki's estimate, then Newton's steps. */
export function inverseErrorFunction(y: number): number {
  if (Math.abs(y) >= 1) return y * Number.POSITIVE_INFINITY;
  const log = Math.log1p(-y * y);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
  for (let i = 0; i < 3; i++) x -= (errorFunction(x) - y) / (slope * Math.exp(-x * x));
  return x;
}
