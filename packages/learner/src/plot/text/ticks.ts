export type Scale = "linear" | "log";

/** A stretch of an axis. */
export interface Domain {
  readonly from: number;
  readonly to: number;
  readonly scale: Scale;
}

/** Whether an axis has a place for a value. */
export function isPlaced(value: number, scale: Scale): boolean {
  return Number.isFinite(value) && (scale === "linear" || value > 0);
}

/** The stretch that holds all values; a little more where they are all one. Null where there are none. */
export function domainOf(values: readonly number[], scale: Scale): Domain | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!isPlaced(value, scale)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (from > to) return null;
  if (from < to) return { from, to, scale };
  const margin = scale === "log" ? 0 : Math.abs(from) / 2 || 1;
  return scale === "log"
    ? { from: from / 2, to: to * 2, scale }
    : { from: from - margin, to: to + margin, scale };
}

/** Where a value is on a domain, 0..1 within it. */
export function place(value: number, { from, to, scale }: Domain): number {
  if (scale === "log") return Math.log(value / from) / Math.log(to / from);
  return (value - from) / (to - from);
}

/** Round numbers within a domain, about `count` of them: steps of 1, 2 or 5 times a power of ten, or powers of ten. */
export function ticks({ from, to, scale }: Domain, count: number, leastStep = 0): number[] {
  if (scale === "log") {
    const first = Math.ceil(Math.log10(from) - 1e-9);
    const powers = Math.floor(Math.log10(to) + 1e-9) - first + 1;
    const every = Math.max(1, Math.ceil(powers / count));
    if (powers >= 2)
      return Array.from({ length: Math.ceil(powers / every) }, (_, i) => 10 ** (first + i * every));
  }
  const rough = Math.max((to - from) / Math.max(count, 1), leastStep);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((each) => each * power >= rough)! * power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** A tick's value in as few characters as tell it: 1200, 0.25, 1e-7. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(2).replace(/\.?0*e\+?/, "e");
  return String(Number(value.toPrecision(6)));
}
