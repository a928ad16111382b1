import type { Collate } from "./collate.js";

/** What a stream is cut by. */
export interface StreamOptions<Sample, Batch> {
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly collate: Collate<Sample, Batch>;
}

/** Gathers samples into batches. */
class Filling<Sample, Batch> {
  #samples: Sample[] = [];

  constructor(readonly options: StreamOptions<Sample, Batch>) {}

  /** The batch that a sample fills, if it does. */
  *add(sample: Sample): Generator<Batch, void, undefined> {
    if (this.#samples.push(sample) < this.options.batchSize) return;
    yield this.options.collate(this.#samples);
    this.#samples = [];
  }

  *rest(): Generator<Batch, void, undefined> {
    if (this.#samples.length > 0 && !this.options.dropLast) yield this.options.collate(this.#samples);
  }
}

/** A stream's samples, batch by batch. */
export function* streamBatches<Sample, Batch>(
  stream: Iterable<Sample>,
  options: StreamOptions<Sample, Batch>,
): Generator<Batch, void, undefined> {
  const filling = new Filling(options);
  for (const sample of stream) yield* filling.add(sample);
  yield* filling.rest();
}

/** The same of a stream whose samples may arrive later. */
export async function* streamBatchesLater<Sample, Batch>(
  stream: Iterable<Sample> | AsyncIterable<Sample>,
  options: StreamOptions<Sample, Batch>,
): AsyncGenerator<Batch, void, undefined> {
  const filling = new Filling(options);
  for await (const sample of stream) yield* filling.add(sample);
  yield* filling.rest();
}
