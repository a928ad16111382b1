import { ArgumentError, defaultGenerator, fromData, type Generator, type Tensor } from "@mnist/tensor";
import { permutation } from "@mnist/tensor/internal";
import type { WorkerSide } from "../prefetch/worker-side.js";
import { type GeneratorOption, generatorOf } from "../samplers/generator-option.js";
import type { BatchDraw } from "./batch-draw.js";
import type { SyncDataset } from "./dataset.js";
import { isGathered } from "./gathered-dataset.js";

/**
 * Some samples of a data set, in the order of `indices`.
 *
 * @throws ArgumentError for an index outside the data set.
 * @source torch.utils.data.Subset
 * @example
 * const dataset = new TensorDataset(arange(10));
 * new Subset(dataset, Int32Array.of(3, 1)).batch(Int32Array.of(1))[0]; // tensor([1])
 */
export class Subset<Batch> implements SyncDataset<Batch> {
  static readonly name: string = "Subset";

  readonly length: number;
  /** There where the data set can gather. */
  readonly gather?: (indices: Tensor) => Batch;

  constructor(
    readonly dataset: SyncDataset<Batch>,
    readonly indices: Int32Array,
  ) {
    const outside = indices.find((index) => index < 0 || index >= dataset.length);
    if (outside !== undefined) {
      throw new ArgumentError({
        operation: "Subset",
        got: `index ${outside}`,
        expected: `indices from 0 to ${dataset.length - 1}`,
      });
    }
    this.length = indices.length;
    if (!isGathered(dataset)) return;
    const chosen = fromData(indices, [indices.length]);
    this.gather = (each) => dataset.gather(chosen.to(each.device).indexSelect(0, each));
  }

  batch(indices: Int32Array, draw?: BatchDraw): Batch {
    return this.dataset.batch(this.#inside(indices), draw);
  }

  get workerSide(): WorkerSide<Batch> | undefined {
    const whole = this.dataset.workerSide;
    return (
      whole && {
        work: whole.work,
        gather: (indices) => whole.gather(this.#inside(indices)),
        assemble: (indices, pictures) => whole.assemble(this.#inside(indices), pictures),
      }
    );
  }

  #inside(indices: Int32Array): Int32Array {
    return indices.map((index) => this.indices[index]!);
  }
}

/**
 * Cuts a data set into parts at random, each sample in one of them; PyTorch's parts for the same seed. The lengths are
 * counts that sum to the set's, or shares that sum to 1, what is left over by rounding going to the first parts.
 *
 * @throws ArgumentError where the lengths don't sum to the data set's, or shares to 1, and for options that there are not.
 * @source torch.utils.data.random_split
 * @example
 * const [train, valid] = randomSplit(new TensorDataset(arange(10)), [0.8, 0.2]);
 * valid.length; // 2
 */
export function randomSplit<Batch>(
  dataset: SyncDataset<Batch>,
  lengths: readonly number[],
  generator?: Generator | GeneratorOption,
): Subset<Batch>[] {
  const drawn = generatorOf("randomSplit", generator) ?? defaultGenerator;
  const counts = countsOf(lengths, dataset.length);
  const order = permutation(dataset.length, drawn);
  let end = 0;
  return counts.map((count) => {
    end += count;
    return new Subset(dataset, order.subarray(end - count, end));
  });
}

function countsOf(lengths: readonly number[], total: number): number[] {
  const sum = lengths.reduce((all, length) => all + length, 0);
  const valid = lengths.every((length) => length >= 0);
  if (valid && Math.abs(1 - sum) <= 1e-9) {
    const counts = lengths.map((share) => Math.floor(share * total));
    const left = total - counts.reduce((all, count) => all + count, 0);
    for (let place = 0; place < left; place++) counts[place % counts.length]!++;
    return counts;
  }
  if (valid && sum === total && lengths.every(Number.isInteger)) return [...lengths];
  throw new ArgumentError({
    operation: "randomSplit",
    got: `lengths ${lengths.join(", ")}`,
    expected: `counts that sum to ${total}, or shares that sum to 1`,
  });
}
