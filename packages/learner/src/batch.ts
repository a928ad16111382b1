import { type GatheredDataset, isGathered, type PassOrder } from "@mnist/data";
import { type Device, fromData } from "@mnist/tensor";
import { mapTensors, tensorsIn } from "@mnist/tensor/internal";
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
  #rows: Rows<Input, Target> | null;
  #pair: Pair<Input, Target> | null;
  /** How often what was gathered had been changed by then. */
  #versions: readonly number[] = [];
  /** Whether a part was replaced. */
  isReplaced = false;

  private constructor(
    readonly device: Device,
    rows: Rows<Input, Target> | null,
    pair: Pair<Input, Target> | null,
  ) {
    this.#rows = rows;
    this.#pair = pair;
  }

  /** Null where the data set gives batches alone, or once a part was replaced, changed in place or asked for its gradient. */
  get rows(): Rows<Input, Target> | null {
    if (this.#rows !== null && this.#pair !== null && !this.#isAsGathered(this.#pair)) this.#rows = null;
    return this.#rows;
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
    this.#rows = null;
    this.isReplaced = true;
  }

  #gathered(): Pair<Input, Target> {
    const rows = this.#rows;
    if (rows === null) return [null, null];
    const { device } = this;
    const pair = rows.dataset.gather(fromData(rows.indices, [rows.indices.length], { device }));
    this.#versions = [...tensorsIn(pair)].map(({ storage }) => storage.version);
    return pair;
  }

  #isAsGathered(pair: Pair<Input, Target>): boolean {
    return [...tensorsIn(pair)].every(
      ({ storage, tape }, i) => storage.version === this.#versions[i] && tape === null,
    );
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
