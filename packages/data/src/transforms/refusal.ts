import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";

/** A lower and an upper end. */
export type Range = readonly [low: number, high: number];

/** @throws ArgumentError naming the transform unless `holds`. */
export function check(
  holds: boolean,
  transform: string,
  got: string,
  expected: string,
  hint?: string,
): asserts holds {
  if (holds) return;
  throw new ArgumentError({ operation: transform, got, expected, ...(hint !== undefined && { hint }) });
}

/** Whether it is a number `least ≤ value ≤ most`: no NaN, and no string that compares as one. */
export function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

/** @throws ArgumentError unless it is a finite number, of which no level becomes NaN. */
export function checkLevel(transform: string, name: string, level: unknown): void {
  check(Number.isFinite(level), transform, `${name} ${shown(level)}`, "a finite number");
}

/** @throws ArgumentError unless it is two finite numbers, `least ≤ low ≤ high ≤ most`. */
export function checkRange(
  transform: string,
  name: string,
  range: unknown,
  least = -Infinity,
  most = Infinity,
): asserts range is Range {
  const [low, high, ...more]: unknown[] = Array.isArray(range) ? range : [];
  const ordered =
    more.length === 0 &&
    isWithin(low, least, most) &&
    isWithin(high, low, most) &&
    Number.isFinite(high - low);
  const bounds = least === -Infinity ? "" : ` in ${least} to ${most === Infinity ? "∞" : most}`;
  const hint = typeof range === "number" ? `Try ${name}: [${range}, ${range}].` : undefined;
  check(ordered, transform, `${name} ${shown(range)}`, `a low end, then a high one${bounds}`, hint);
}
