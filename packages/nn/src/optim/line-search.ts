/** A function along a line: its value and its slope at a distance. */
export interface Probe<T> {
  readonly at: number;
  readonly loss: number;
  readonly slope: number;
  /** What else was found there. */
  readonly found: T;
}

const sufficient = 1e-4;
const curvature = 0.9;

/** The lowest point of the cubic through both points and slopes, within bounds; their middle where it has none. */
function lowest<T>(one: Probe<T>, other: Probe<T>, bounds?: readonly [number, number]): number {
  const [low, high] = bounds ?? (one.at <= other.at ? [one.at, other.at] : [other.at, one.at]);
  const bend = one.slope + other.slope - (3 * (one.loss - other.loss)) / (one.at - other.at);
  const square = bend ** 2 - one.slope * other.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const root = Math.sqrt(square);
  const [left, right] = one.at <= other.at ? [one, other] : [other, one];
  const share = (right.slope + root - bend) / (right.slope - left.slope + 2 * root);
  return Math.min(Math.max(right.at - (right.at - left.at) * share, low), high);
}

/**
 * A distance at which the loss is clearly lower and the slope clearly flatter than at `start`, or the best found in 25
 * tries.
 *
 * @source Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6
 */
export function strongWolfe<T>(
  start: Probe<T>,
  first: number,
  probe: (at: number) => Probe<T>,
  { toleranceChange, reach, tries = 25 }: { toleranceChange: number; reach: number; tries?: number },
): { readonly best: Probe<T>; readonly evaluations: number } {
  const isHigh = ({ at, loss }: Probe<T>): boolean => loss > start.loss + sufficient * at * start.slope;
  const isFlat = ({ slope }: Probe<T>): boolean => Math.abs(slope) <= -curvature * start.slope;
  let [before, now] = [start, probe(first)];
  let evaluations = 1;
  let bracket: [Probe<T>, Probe<T>] | null = null;
  let tried = 0;
  for (; tried < tries; tried++) {
    if (isHigh(now) || (tried > 1 && now.loss >= before.loss)) bracket = [before, now];
    else if (isFlat(now)) return { best: now, evaluations };
    else if (now.slope >= 0) bracket = [before, now];
    if (bracket !== null) break;
    const next = lowest(before, now, [now.at + 0.01 * (now.at - before.at), now.at * 10]);
    before = now;
    now = probe(next);
    evaluations++;
  }
  bracket ??= [start, now];
  let [low, high] = bracket[0].loss <= bracket[1].loss ? bracket : [bracket[1], bracket[0]];
  let isStuck = false;
  for (; tried < tries; tried++) {
    const [left, right] = [Math.min(low.at, high.at), Math.max(low.at, high.at)];
    if ((right - left) * reach < toleranceChange) break;
    let at = lowest(low, high);
    const margin = 0.1 * (right - left);
    if (Math.min(right - at, at - left) < margin) {
      // Too near an end twice, or beyond it: a little way off it.
      if (isStuck || at >= right || at <= left) {
        at = Math.abs(at - right) < Math.abs(at - left) ? right - margin : left + margin;
        isStuck = false;
      } else isStuck = true;
    } else isStuck = false;
    const next = probe(at);
    evaluations++;
    if (isHigh(next) || next.loss >= low.loss) {
      high = next;
      if (high.loss < low.loss) [low, high] = [high, low];
      continue;
    }
    if (isFlat(next)) return { best: next, evaluations };
    if (next.slope * (high.at - low.at) >= 0) high = low;
    low = next;
  }
  return { best: low, evaluations };
}
