/** A share of 0..1 in words, in one line: `82 %`. */
export function percent(share: number, digits = 0): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)}\u00a0%` : "–";
}
