/** How sure an answer is as it is stated: σ(slope · logit p + offset) of the share p that it won with. */
export interface ConfidenceMap {
  readonly slope: number;
  readonly offset: number;
}

/** Leaves shares as they are. */
export const asStated: ConfidenceMap = { slope: 1, offset: 0 };

const mostSteps = 100;
const accurate = 1e-9;

/**
 * The slope above 0 and the offset at which answers are right as often as stated: the least cross-entropy, in nats, of
 * σ(slope · x + offset) against whether each was right, x being its odds' logarithm. One temperature fits all classes'
 * shares at once, and may leave the winner's too low or too high. The loss is convex: Newton's steps find its least.
 * Targets are smoothed as Platt does. Two numbers more have to be worth it: nothing is changed unless they gain more than
 * log n nats for n answers.
 * @source Platt 1999; Gupta and Ramdas 2021, Top-label calibration; Schwarz 1978, the Bayesian information criterion
 */
export function fitConfidence(logOdds: Float64Array, isRight: readonly boolean[]): ConfidenceMap {
  const right = isRight.filter(Boolean).length;
  const wrong = isRight.length - right;
  const [high, low] = [(right + 1) / (right + 2), 1 / (wrong + 2)];
  let { slope, offset } = asStated;
  for (let taken = 0; taken < mostSteps; taken++) {
    const step = newtonStep({ slope, offset }, logOdds, (index) => (isRight[index] ? high : low));
    const length = Math.hypot(step.slope, step.offset);
    if (!Number.isFinite(length)) break;
    // From far away a step may go too far: never by more than one.
    slope -= step.slope / Math.max(1, length);
    offset -= step.offset / Math.max(1, length);
    if (length < accurate) break;
  }
  const isUsable = slope > 0 && Number.isFinite(slope + offset);
  const gain = lossOf(asStated, logOdds, isRight) - lossOf({ slope, offset }, logOdds, isRight);
  return isUsable && gain > Math.log(isRight.length) ? { slope, offset } : asStated;
}

/** The loss's gradient, solved by its second derivatives. */
function newtonStep(
  { slope, offset }: ConfidenceMap,
  logOdds: Float64Array,
  targetOf: (index: number) => number,
): ConfidenceMap {
  let [bySlope, byOffset, slopeSlope, slopeOffset, offsetOffset] = [0, 0, 0, 0, 0];
  for (const [index, odds] of logOdds.entries()) {
    const stated = 1 / (1 + Math.exp(-slope * odds - offset));
    const error = stated - targetOf(index);
    const bend = stated * (1 - stated);
    bySlope += error * odds;
    byOffset += error;
    slopeSlope += bend * odds * odds;
    slopeOffset += bend * odds;
    offsetOffset += bend;
  }
  const determinant = slopeSlope * offsetOffset - slopeOffset ** 2;
  return {
    slope: (offsetOffset * bySlope - slopeOffset * byOffset) / determinant,
    offset: (slopeSlope * byOffset - slopeOffset * bySlope) / determinant,
  };
}

/** Minus the log-likelihood of what was right and wrong, in nats. */
function lossOf(
  { slope, offset }: ConfidenceMap,
  logOdds: Float64Array,
  isRight: readonly boolean[],
): number {
  return logOdds.reduce((sum, odds, index) => {
    const margin = (isRight[index] ? 1 : -1) * (slope * odds + offset);
    return sum + Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  }, 0);
}
