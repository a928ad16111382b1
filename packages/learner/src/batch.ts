import {
  type DataLoader,
  type GatheredDataset,
  isGathered,
  type LabelledBatch,
  type PassOrder,
} from "@mnist/data";
import type { Device, Tensor } from "@mnist/tensor";

/** Rows of a data set that a recorded step can gather by itself. */
export interface Rows {
  readonly dataset: GatheredDataset<LabelledBatch>;
  readonly indices: Int32Array;
}

/** The batch under way, on the model's device. Where its rows are known its tensors are made only when somebody asks for them. */
export class Batch {
  #tensors: readonly [x: Tensor | null, y: Tensor | null] | null = null;
  #rows: Rows | null;

  constructor(
    source: Rows | LabelledBatch,
    readonly device: Device,
  ) {
    const isRows = "indices" in source;
    this.#rows = isRows ? source : null;
    if (!isRows) this.#tensors = this.#moved(source);
  }

  #moved([input, target]: LabelledBatch): LabelledBatch {
    return [input.to(this.device), target.to(this.device)];
  }

  /** Null once a tensor was replaced, or where the data set gives tensors alone. */
  get rows(): Rows | null {
    return this.#rows;
  }

  get samples(): number {
    return this.#rows?.indices.length ?? this.tensors[1]?.shape[0] ?? 0;
  }

  get tensors(): readonly [x: Tensor | null, y: Tensor | null] {
    this.#tensors ??= this.#moved(this.#rows!.dataset.batch(this.#rows!.indices));
    return this.#tensors;
  }

  set tensors(replacement: readonly [x: Tensor | null, y: Tensor | null]) {
    this.#tensors = replacement;
    this.#rows = null;
  }
}

/** A pass's batches after the first `done`; those of a data set that can gather get their tensors later. */
export async function* batchesOf(
  loader: DataLoader<LabelledBatch>,
  pass: PassOrder,
  done: number,
  device: Device,
): AsyncGenerator<Batch, void, undefined> {
  const { dataset } = loader;
  if (isGathered(dataset)) {
    for (const indices of loader.batches(pass, done)) yield new Batch({ dataset, indices }, device);
  } else {
    for await (const tensors of loader.walk(pass, done)) yield new Batch(tensors, device);
  }
}
