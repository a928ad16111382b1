import { checkFlag } from "@mnist/tensor/internal";
import { checkCount } from "./check-count.js";
import type { Sampler } from "./sampler.js";

/** Says which samples each batch of a pass holds. */
export interface Batches {
  /** Batches a pass. */
  readonly length: number;
  batches(): Iterable<Int32Array>;
}

/**
 * Cuts a sampler's order into batches of one size, the last one with what is left.
 *
 * @throws ArgumentError for a batch size that is not a whole number from 1 up, or a dropLast that is neither true nor false.
 * @source torch.utils.data.BatchSampler
 * @example
 * [...new BatchSampler(new SequentialSampler(5), 2).batches()]; // [[0, 1], [2, 3], [4]]
 */
export class BatchSampler implements Batches {
  static readonly name: string = "BatchSampler";

  constructor(
    readonly sampler: Sampler,
    readonly batchSize: number,
    readonly dropLast = false,
  ) {
    checkCount("BatchSampler", "batchSize", batchSize);
    checkFlag("BatchSampler", "dropLast", dropLast);
  }

  get length(): number {
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  *batches(): IterableIterator<Int32Array> {
    const order = this.sampler.order();
    for (let batch = 0; batch < this.length; batch++) {
      yield order.subarray(batch * this.batchSize, (batch + 1) * this.batchSize);
    }
  }
}
