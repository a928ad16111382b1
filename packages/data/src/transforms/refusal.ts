import { ArgumentError } from "@mnist/tensor";

/** A lower and an upper end. */
export type Range = readonly [low: number, high: number];

/** @throws ArgumentError naming the transform unless `holds`. */
export function check(holds: boolean, transform: string, got: string, expected: string): void {
  if (!holds) throw new ArgumentError({ operation: transform, got, expected });
}

/** @throws ArgumentError unless both ends are finite, `least ≤ low ≤ high ≤ most`. */
export function checkRange(
  transform: string,
  name: string,
  [low, high]: Range,
  least = -Infinity,
  most = Infinity,
): void {
  const ordered = low >= least && low <= high && high <= most && Number.isFinite(high - low);
  const bounds = least === -Infinity ? "" : ` in ${least} to ${most === Infinity ? "∞" : most}`;
  check(ordered, transform, `${name} [${low}, ${high}]`, `a low end, then a high one${bounds}`);
}
