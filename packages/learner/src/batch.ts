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
export function batchesOf<Input, Target>(
  loader: PairLoader<Input, Target>,
  pass: PassOrder,
  done: number,
  device: Device,
): Batches<Input, Target> {
  const { dataset } = loader;
  return isGathered(dataset)
    ? gatheredLater(loader.batches(pass, done), dataset, device)
    : arriving(loader.walk(pass, done), device);
}

/** Batches that are there, or that arrive later. */
export type Batches<Input, Target> =
  | Generator<Batch<Input, Target>, void>
  | AsyncGenerator<Batch<Input, Target>, void>;

function* gatheredLater<Input, Target>(
  batches: Iterable<Int32Array>,
  dataset: Rows<Input, Target>["dataset"],
  device: Device,
): Generator<Batch<Input, Target>, void> {
  for (const indices of batches) yield Batch.ofRows({ dataset, indices }, device);
}

async function* arriving<Input, Target>(
  batches: AsyncIterable<readonly [x: Input, y: Target]>,
  device: Device,
): AsyncGenerator<Batch<Input, Target>, void> {
  for await (const pair of batches) yield Batch.of(pair, device);
}
