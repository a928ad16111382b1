/** Learning rates to try; null where the curve is too short to tell. */
export interface LrSuggestions {
  /** In the middle of the longest stretch on which the loss falls. */
  readonly valley: number | null;
  /** Where the loss falls fastest. */
  readonly steep: number | null;
  /** A tenth of where the loss is lowest. */
  readonly minimum: number | null;
}

/**
 * In the middle of the longest run of losses that each fall below the one before in the run; the run may leave losses out,
 * and is taken to be as many batches long as it has losses.
 *
 * @source fastai.callback.schedule.valley
 */
export function valley(lrs: readonly number[], losses: readonly number[]): number | null {
  const lengths: number[] = [];
  let end = 0;
  losses.forEach((loss, i) => {
    const before = lengths.filter((_, j) => loss < losses[j]!);
    lengths.push(1 + Math.max(0, ...before));
    if (lengths[i]! > lengths[end]!) end = i;
  });
  const length = lengths[end] ?? 1;
  const start = length === 1 ? end : end - length;
  const third = (end - start) / 3;
  return lrs[start + Math.floor(third) + Math.floor(third / 2)] ?? null;
}

/** Where the loss falls fastest against the logarithm of the rate. @source fastai.callback.schedule.steep */
export function steep(lrs: readonly number[], losses: readonly number[]): number | null {
  let best: number | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < losses.length; i++) {
    const slope = (losses[i]! - losses[i - 1]!) / Math.log(lrs[i]! / lrs[i - 1]!);
    if (slope >= lowest) continue;
    lowest = slope;
    best = lrs[i - 1]!;
  }
  return best;
}

/** A tenth of the rate with the lowest loss. @source fastai.callback.schedule.minimum */
export function minimum(lrs: readonly number[], losses: readonly number[]): number | null {
  if (losses.length === 0) return null;
  return lrs[losses.indexOf(Math.min(...losses))]! / 10;
}
