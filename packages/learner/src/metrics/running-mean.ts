import { noGradNow } from "@mnist/autograd/internal";
import { keep, stack, type Tensor } from "@mnist/tensor";

/** The mean of scalars kept as tensors until asked for, weighted by how many samples each stands for. */
export class RunningMean {
  static readonly name: string = "RunningMean";

  #values: Tensor[] = [];
  #weights: number[] = [];

  reset(): void {
    this.#values = [];
    this.#weights = [];
  }

  add(value: Tensor, weight: number): void {
    this.#values.push(keep(value.detach()));
    this.#weights.push(weight);
  }

  /** The scalars so far: [count]; null where nothing was added. */
  values(): Tensor | null {
    return this.#values.length === 0 ? null : noGradNow(() => stack(this.#values));
  }

  /** NaN where nothing was added. */
  async value(): Promise<number> {
    const values = await this.values()?.data();
    if (values === undefined) return Number.NaN;
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    return this.#weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total;
  }
}
