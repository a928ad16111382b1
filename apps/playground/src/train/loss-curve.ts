import type { EpochRecord } from "@mnist/learner";

/** More points than this are no longer told apart on a screen. */
const mostPoints = 1500;
/** How much of the smoothed curve each batch keeps. */
const memory = 0.9;

/** Columns for a chart: epochs done, the batches' losses, these smoothed, and the loss on unseen digits. */
export type LossCurve = [number[], (number | null)[], number[], (number | null)[]];

/** The losses of a run by epochs done, thinned out so that the ends of epochs stay. */
export function lossCurve(
  losses: readonly number[],
  batches: number,
  epochs: readonly EpochRecord[],
): LossCurve {
  const curve: LossCurve = [[], [], [], []];
  const every = Math.max(Math.ceil(losses.length / mostPoints), 1);
  let mean = 0;
  let weight = 0;
  losses.forEach((loss, step) => {
    mean = memory * mean + (1 - memory) * loss;
    weight = memory * weight + (1 - memory);
    const isEpochEnd = (step + 1) % batches === 0;
    if (step % every !== 0 && !isEpochEnd && step !== losses.length - 1) return;
    curve[0].push((step + 1) / batches);
    curve[1].push(Number.isFinite(loss) ? loss : null);
    curve[2].push(mean / weight);
    curve[3].push(isEpochEnd ? (epochs[(step + 1) / batches - 1]?.validLoss ?? null) : null);
  });
  return curve;
}
