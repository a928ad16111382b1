import { noGradNow } from "@mnist/autograd/internal";
import { keep, stack, type Tensor } from "@mnist/tensor";
import { items } from "@mnist/tensor/internal";

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
    if (this.#values.length === 0) return Number.NaN;
    const values = await items(this.#values);
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    return this.#weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total;
  }
}
