import { type Dataset, type GatheredDataset, isGathered, type LabelledBatch } from "@mnist/data";
import type { Tensor } from "@mnist/tensor";

/** Rows of a data set that a recorded step can gather by itself. */
export interface Rows {
  readonly dataset: GatheredDataset<LabelledBatch>;
  readonly indices: Int32Array;
}

/** The batch under way. Where its rows are known its tensors are made only when somebody asks for them. */
export class Batch {
  #tensors: readonly [x: Tensor | null, y: Tensor | null] | null = null;
  #rows: Rows | null;

  constructor(source: Rows | LabelledBatch) {
    const isRows = "indices" in source;
    this.#rows = isRows ? source : null;
    if (!isRows) this.#tensors = source;
  }

  /** Null once a tensor was replaced, or where the data set gives tensors alone. */
  get rows(): Rows | null {
    return this.#rows;
  }

  get samples(): number {
    return this.#rows?.indices.length ?? this.tensors[1]?.shape[0] ?? 0;
  }

  get tensors(): readonly [x: Tensor | null, y: Tensor | null] {
    this.#tensors ??= this.#rows!.dataset.batch(this.#rows!.indices);
    return this.#tensors;
  }

  set tensors(replacement: readonly [x: Tensor | null, y: Tensor | null]) {
    this.#tensors = replacement;
    this.#rows = null;
  }
}

/** The batch of some rows, whose tensors are made now unless the data set can gather them later. */
export async function batchOf(dataset: Dataset<LabelledBatch>, indices: Int32Array): Promise<Batch> {
  return new Batch(isGathered(dataset) ? { dataset, indices } : await dataset.batch(indices));
}
