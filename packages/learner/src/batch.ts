import { type GatheredDataset, isGathered, type PassOrder } from "@mnist/data";
import { type Device, fromData } from "@mnist/tensor";
import { mapTensors } from "@mnist/tensor/internal";
import type { PairLoader } from "./data-loaders.js";
import { samplesIn } from "./metrics/metric.js";

/** Inputs and targets, either of which a callback may have taken away. */
export type Pair<Input, Target> = readonly [x: Input | null, y: Target | null];

/** Rows of a data set, which a recorded step gathers by itself. */
export interface Rows<Input, Target> {
  readonly dataset: GatheredDataset<readonly [x: Input, y: Target]>;
  readonly indices: Int32Array;
}

/** The batch under way, on the model's device. Where its rows are known it is gathered only when somebody asks for it. */
export class Batch<Input, Target> {
  #pair: Pair<Input, Target> | null;

  private constructor(
    readonly device: Device,
    /** Null where the data set gives batches alone, or once a part was replaced. */
    public rows: Rows<Input, Target> | null,
    pair: Pair<Input, Target> | null,
  ) {
    this.#pair = pair;
  }

  static ofRows<Input, Target>(rows: Rows<Input, Target>, device: Device): Batch<Input, Target> {
    return new Batch(device, rows, null);
  }

  static of<Input, Target>(pair: Pair<Input, Target>, device: Device): Batch<Input, Target> {
    return new Batch(
      device,
      null,
      mapTensors(pair, (tensor) => tensor.to(device)),
    );
  }

  get samples(): number {
    return this.rows?.indices.length ?? samplesIn(this.pair[1] ?? this.pair[0]);
  }

  get pair(): Pair<Input, Target> {
    this.#pair ??= this.#gathered();
    return this.#pair;
  }

  set pair(replacement: Pair<Input, Target>) {
    this.#pair = replacement;
    this.rows = null;
  }

  #gathered(): Pair<Input, Target> {
    const { rows, device } = this;
    if (rows === null) return [null, null];
    return rows.dataset.gather(fromData(rows.indices, [rows.indices.length], { device }));
  }
}

/** A pass's batches after the first `done`; those of a data set that can gather are gathered later. */
export async function* batchesOf<Input, Target>(
  loader: PairLoader<Input, Target>,
  pass: PassOrder,
  done: number,
  device: Device,
): AsyncGenerator<Batch<Input, Target>, void, undefined> {
  const { dataset } = loader;
  if (isGathered(dataset)) {
    for (const indices of loader.batches(pass, done)) yield Batch.ofRows({ dataset, indices }, device);
  } else {
    for await (const pair of loader.walk(pass, done)) yield Batch.of(pair, device);
  }
}
