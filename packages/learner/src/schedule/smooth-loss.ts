/** The share of the average that is kept from batch to batch. */
const kept = 0.98;

/** A running average of losses that weighs the latest most: v ← 0.98·v + 0.02·loss, over 1 − 0.98ⁿ. @source fastai.learner.AvgSmoothLoss */
export class SmoothLoss {
  #average = 0;
  #count = 0;

  /** Takes in a loss; answers the average so far. */
  add(loss: number): number {
    this.#count++;
    this.#average = kept * this.#average + (1 - kept) * loss;
    return this.#average / (1 - kept ** this.#count);
  }
}

/** The average after each of the losses. */
export function smoothed(losses: readonly number[]): number[] {
  const average = new SmoothLoss();
  return losses.map((loss) => average.add(loss));
}
