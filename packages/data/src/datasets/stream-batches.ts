import type { Collate } from "./collate.js";
import type { IterableDataset } from "./dataset.js";

/** What a stream is cut by. */
interface StreamOptions<Sample, Batch> {
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly collate: Collate<Sample, Batch>;
}

/** A stream's batches, whatever its samples are. */
export interface BatchStream<Batch> {
  /** Samples of a pass, where the stream says it. */
  readonly length: number | undefined;
  /** Null where the samples arrive later. */
  readonly now: (() => Generator<Batch, void, undefined>) | null;
  later(): AsyncGenerator<Batch, void, undefined>;
}

/** Cuts a stream into batches. */
export function batchStream<Sample, Batch>(
  stream: IterableDataset<Sample>,
  options: StreamOptions<Sample, Batch>,
): BatchStream<Batch> {
  return {
    length: stream.length,
    now: Symbol.iterator in stream ? () => batchesNow(stream, options) : null,
    later: () => batchesLater(stream, options),
  };
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
function* batchesNow<Sample, Batch>(
  stream: Iterable<Sample>,
  options: StreamOptions<Sample, Batch>,
): Generator<Batch, void, undefined> {
  const filling = new Filling(options);
  for (const sample of stream) yield* filling.add(sample);
  yield* filling.rest();
}

/** The same of a stream whose samples may arrive later. */
async function* batchesLater<Sample, Batch>(
  stream: Iterable<Sample> | AsyncIterable<Sample>,
  options: StreamOptions<Sample, Batch>,
): AsyncGenerator<Batch, void, undefined> {
  const filling = new Filling(options);
  for await (const sample of stream) yield* filling.add(sample);
  yield* filling.rest();
}
