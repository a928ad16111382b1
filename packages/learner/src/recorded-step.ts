import type { LabelledBatch } from "@mnist/data";
import { type CompiledStep, compile, type Device, fromData, type Tensor } from "@mnist/tensor";
import type { Batch } from "./batch.js";
import { present } from "./context.js";
import type { Watch } from "./watch.js";

/** What is done with a batch's inputs and targets; answers the tensors that are wanted of it. */
export type BatchWork = (input: Tensor, target: Tensor) => readonly Tensor[];

/**
 * Work on batches that is recorded once for each size of a batch and replayed from then on. A batch that names rows is
 * gathered by the recording itself, straight from the data set.
 */
export class RecordedStep {
  readonly #ofDatasets = new WeakMap<object, CompiledStep>();
  #ofTensors: CompiledStep | null = null;
  #latest: CompiledStep | null = null;

  constructor(
    readonly watch: Watch,
    readonly work: BatchWork,
  ) {}

  run(batch: Batch, device: Device): Tensor[] {
    const { rows } = batch;
    if (rows === null) {
      const [input, target] = batch.tensors;
      this.#ofTensors ??= this.#compile((x, y) => [x!, y!]);
      this.#latest = this.#ofTensors;
      return this.#latest(present(input, "input"), present(target, "target"));
    }
    const { dataset, indices } = rows;
    const known = this.#ofDatasets.get(dataset);
    this.#latest = known ?? this.#compile((index) => dataset.gather(index!));
    if (known === undefined) this.#ofDatasets.set(dataset, this.#latest);
    return this.#latest(fromData(indices, [indices.length], { device }));
  }

  #compile(batchOf: (...inputs: Tensor[]) => LabelledBatch): CompiledStep {
    const recorded = (...inputs: Tensor[]) => {
      const outputs = this.work(...batchOf(...inputs)).map((output) => output.detach());
      this.watch.look();
      return outputs;
    };
    return compile(recorded, { revision: () => this.watch.revision() });
  }

  /** What the latest batches' recordings do. */
  explain(): string {
    return this.#latest?.explain() || "nothing recorded: what the step does changes from batch to batch";
  }
}
