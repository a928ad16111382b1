import type { Reading } from "../recipes/recipe.js";

/** One part of the answers, those that are about as sure as each other. */
export interface ConfidenceBin {
  readonly count: number;
  /** The mean of what was stated, 0..1. */
  readonly confidence: number;
  /** The share that is right, 0..1. */
  readonly accuracy: number;
}

/** The answers in bins of equal counts, the least sure first: bins of equal width would leave some with next to nothing. */
export function confidenceBins(
  readings: readonly Reading[],
  truths: readonly string[],
  bins = 10,
): ConfidenceBin[] {
  const order = [...readings.keys()].sort((a, b) => readings[a]!.confidence - readings[b]!.confidence);
  return Array.from({ length: bins }, (_, bin) => {
    const [from, to] = [bin, bin + 1].map((edge) => Math.round((edge * order.length) / bins));
    const own = order.slice(from, to);
    const mean = (value: (index: number) => number) =>
      own.reduce((sum, index) => sum + value(index), 0) / own.length;
    return {
      count: own.length,
      confidence: mean((index) => readings[index]!.confidence),
      accuracy: mean((index) => Number(readings[index]!.digit === truths[index])),
    };
  });
}

/** The mean distance between what is stated and what is right, 0..1. @source Guo et al. 2017, ECE */
export function calibrationError(bins: readonly ConfidenceBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / total) * Math.abs(confidence - accuracy),
    0,
  );
}
