import { type Arithmetic, largest, least, type Real } from "./real.js";

/** A function along a line: its value and its slope at a distance. */
export interface Probe<T> {
  readonly at: Real;
  readonly loss: number;
  readonly slope: Real;
  /** What else was found there. */
  readonly found: T;
}

const sufficient = 1e-4;
const curvature = 0.9;

/** The lowest point of the cubic through both points and slopes, within bounds; their middle where it has none. */
function lowest<T>(
  a: Arithmetic,
  one: Probe<T>,
  other: Probe<T>,
  bounds?: readonly [low: Real, high: Real],
): Real {
  const { add, sub, mul, div, sqrt, isLess } = a;
  const [left, right] = isLess(other.at, one.at) ? [other, one] : [one, other];
  const [low, high] = bounds ?? [left.at, right.at];
  const chord = div(3 * (one.loss - other.loss), sub(one.at, other.at));
  const bend = sub(add(one.slope, other.slope), chord);
  const square = sub(mul(bend, bend), mul(one.slope, other.slope));
  if (!(Number(square) >= 0)) return div(add(low, high), 2);
  const root = sqrt(square);
  const above = sub(add(right.slope, root), bend);
  const share = div(above, add(sub(right.slope, left.slope), mul(2, root)));
  return least(a, largest(a, sub(right.at, mul(sub(right.at, left.at), share)), low), high);
}

/**
 * A distance at which the loss is clearly lower and the slope clearly flatter than at `start`, or the best found in 25
 * tries. Near the lowest point all hangs on the last digits: numbers are rounded, and equals are taken, as by PyTorch.
 *
 * @source Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6; torch.optim.lbfgs._strong_wolfe
 */
export function strongWolfe<T>(
  start: Probe<T>,
  first: Real,
  probe: (at: Real) => Probe<T>,
  arithmetic: Arithmetic,
  { toleranceChange, reach, tries = 25 }: { toleranceChange: number; reach: Real; tries?: number },
): { readonly best: Probe<T>; readonly evaluations: number } {
  const a = arithmetic;
  const { add, sub, mul, abs, isLess } = a;
  const isHigh = ({ at, loss }: Probe<T>): boolean =>
    isLess(add(start.loss, mul(mul(sufficient, at), start.slope)), loss);
  const isFlat = ({ slope }: Probe<T>): boolean => !isLess(mul(-curvature, start.slope), abs(slope));
  let [before, now] = [start, probe(first)];
  let evaluations = 1;
  let bracket: [Probe<T>, Probe<T>] | null = null;
  let tried = 0;
  for (; tried < tries; tried++) {
    if (isHigh(now) || (tried > 1 && now.loss >= before.loss)) bracket = [before, now];
    else if (isFlat(now)) return { best: now, evaluations };
    else if (Number(now.slope) >= 0) bracket = [before, now];
    if (bracket !== null) break;
    const nearest = add(now.at, mul(0.01, sub(now.at, before.at)));
    const next = lowest(a, before, now, [nearest, mul(now.at, 10)]);
    before = now;
    now = probe(next);
    evaluations++;
  }
  const ends = bracket ?? [start, now];
  const lowOf = (): 0 | 1 => (ends[0].loss <= ends[1].loss ? 0 : 1);
  let low = lowOf();
  let isStuck = false;
  for (; tried < tries; tried++) {
    const [left, right] = [least(a, ends[0].at, ends[1].at), largest(a, ends[0].at, ends[1].at)];
    if (isLess(mul(abs(sub(ends[1].at, ends[0].at)), reach), toleranceChange)) break;
    let at = lowest(a, ...ends);
    const margin = mul(0.1, sub(right, left));
    if (isLess(least(a, sub(right, at), sub(at, left)), margin)) {
      // Too near an end twice, or beyond it: a little way off it.
      if (isStuck || !isLess(at, right) || !isLess(left, at)) {
        at = isLess(abs(sub(at, right)), abs(sub(at, left))) ? sub(right, margin) : add(left, margin);
        isStuck = false;
      } else isStuck = true;
    } else isStuck = false;
    const next = probe(at);
    evaluations++;
    const high = low === 0 ? 1 : 0;
    if (isHigh(next) || next.loss >= ends[low].loss) {
      ends[high] = next;
      low = lowOf();
      continue;
    }
    if (isFlat(next)) return { best: next, evaluations };
    if (Number(mul(next.slope, sub(ends[high].at, ends[low].at))) >= 0) ends[high] = ends[low];
    ends[low] = next;
  }
  return { best: ends[low], evaluations };
}
