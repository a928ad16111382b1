import { Module } from "@mnist/nn";
import { type CompiledStep, compile, cpu, Tensor, zeros } from "@mnist/tensor";
import { adopt, mapTensors, tensorsIn } from "@mnist/tensor/internal";
import { Batch, type Pair, type Rows } from "./batch.js";
import type { BatchWork, Foreman } from "./batch-work.js";
import { type FitContext, present } from "./context.js";
import { deviceOf } from "./device-of.js";
import { Cancel } from "./events.js";
import type { Run } from "./run.js";
import type { Training } from "./training.js";

/** Structures of batches (keys, lengths of lists) of which recordings are kept. */
const mostStructures = 16;

/** Hands what a batch came to to those that wanted it. */
type Taking<Input, Target, Output> = (context: FitContext<Input, Target, Output>) => void;

/**
 * A batch's work that is recorded once for each way it takes and replayed where it takes it again; the code of model,
 * loss, metrics and optimiser runs at every batch. A batch that names rows is gathered by the recording itself, straight
 * from the data set.
 */
export class RecordedStep<Input, Target, Output> {
  readonly #ofDatasets = new WeakMap<object, CompiledStep>();
  /** Of batches that are tensors, by where these stand in them. */
  readonly #ofPairs = new Map<string, CompiledStep>();
  #latest: CompiledStep | null = null;
  /** Why the work is done as it is; null where it is recorded. */
  #obstacle: string | null = "nothing was done yet";
  #keepsPrediction = false;
  /** The fit or validation under way. */
  #run: Run<Input, Target, Output> | null = null;
  /** Of the batch under way. */
  #takings: Taking<Input, Target, Output>[] = [];

  constructor(
    readonly training: Training<Input, Target, Output>,
    readonly work: BatchWork,
  ) {}

  /** Looks at who listens. */
  begin(run: Run<Input, Target, Output>): void {
    this.#run = run;
    this.#keepsPrediction = run.listener(["afterBatch"]) !== null;
    this.#obstacle = this.#obstacleTo(run);
  }

  /** Does a batch; false where it has to be done as it is. */
  run({ context }: Run<Input, Target, Output>): boolean {
    const batch = present(context.data, "data");
    if (this.#obstacle === null && batch.rows === null && !isOfTensors(batch.pair)) {
      this.#obstacle = "a batch holds more than tensors";
    }
    if (this.#obstacle !== null) return false;
    const inputs = batch.rows === null ? [...tensorsIn(batch.pair)] : [indicesOf(batch.rows, batch)];
    this.#latest = batch.rows === null ? this.#ofPair(batch.pair) : this.#ofRows(batch.rows);
    this.#takings = [];
    try {
      this.#latest(...inputs);
    } catch (error) {
      if (error instanceof Cancel) this.#handOver(context); // what the batch came to until then
      throw error;
    }
    this.#handOver(context);
    return true;
  }

  #handOver(context: FitContext<Input, Target, Output>): void {
    for (const take of this.#takings) take(context);
  }

  #ofPair(pair: Pair<Input, Target>): CompiledStep {
    const places = placesOf(pair);
    const known = this.#ofPairs.get(places);
    if (known !== undefined) {
      this.#ofPairs.delete(places); // the one that was not used for longest stands first
      this.#ofPairs.set(places, known);
      return known;
    }
    const pattern = emptied(pair);
    const made = compile((...inputs) => {
      const rest = inputs.values();
      return this.#work(mapTensors(pattern, () => present(rest.next().value, "input")));
    });
    this.#ofPairs.set(places, made);
    const [oldest] = this.#ofPairs;
    if (oldest !== undefined && this.#ofPairs.size > mostStructures) {
      oldest[1].release();
      this.#ofPairs.delete(oldest[0]);
    }
    return made;
  }

  #ofRows({ dataset }: Rows<Input, Target>): CompiledStep {
    const known = this.#ofDatasets.get(dataset);
    if (known !== undefined) return known;
    const made = compile((indices) => this.#work(dataset.gather(present(indices, "indices"))));
    this.#ofDatasets.set(dataset, made);
    return made;
  }

  /** The work with callbacks that answer at once, who see the step's tensors in place of the batch's own; answers what is wanted of it. */
  #work(pair: Pair<Input, Target>): Tensor[] {
    const run = present(this.#run, "run");
    const { context } = run;
    const { data } = context;
    const outputs: Tensor[] = [];
    const foreman: Foreman<Input, Target, Output> = {
      give: (tensors, take) => {
        outputs.push(...tensorsIn(tensors));
        const inside = context.data;
        this.#takings.push((current) => {
          const outside = current.data;
          current.data = inside;
          take(current, tensors);
          current.data = outside;
        });
      },
    };
    try {
      context.take(Batch.of(pair, present(data, "data").device));
      for (const event of this.work.parts(context, foreman)) run.atOnce(event);
      outputs.push(present(context.loss, "loss"));
      if (this.#keepsPrediction) outputs.push(...tensorsIn(context.prediction), ...this.#changedOf(context));
    } finally {
      context.data = data;
    }
    return outputs;
  }

  /** Input and target where the batch is to show those of the step: replaced by a callback, or with gradients. */
  #changedOf({ data }: FitContext<Input, Target, Output>): Tensor[] {
    const inside = present(data, "data");
    const parts = [...tensorsIn(inside.pair)];
    if (!inside.isReplaced && parts.every(({ tape }) => tape === null)) return [];
    this.#takings.push((current) => {
      current.data = inside;
    });
    return parts;
  }

  /** What the latest batches' recordings do, or why there are none. */
  explain(): string {
    return this.#obstacle !== null
      ? `step by step, since ${this.#obstacle}`
      : (this.#latest?.explain() ?? "");
  }

  #obstacleTo(run: Run<Input, Target, Output>): string | null {
    const { model, lossFunction, compile: isWanted } = this.training;
    if (!isWanted) return "the learner was made with compile: false";
    const device = deviceOf(model);
    if (device.defer === undefined) return `the device ${device.name} has no way to replay`;
    const modules = lossFunction instanceof Module ? [model, lossFunction] : [model];
    if (modules.some((module) => module.hasHooks())) return "the model has forward hooks";
    return run.listener(this.work.events, ({ isRecordable }) => isRecordable !== true);
  }
}

function indicesOf<Input, Target>(
  { indices }: Rows<Input, Target>,
  { device }: Batch<Input, Target>,
): Tensor {
  return adopt(indices, [indices.length], { device });
}

let hole: Tensor | null = null;

/** The same value without its tensors' memory. */
function emptied<T>(value: T): T {
  return mapTensors(value, () => {
    hole ??= zeros([], { device: cpu });
    return hole;
  });
}

/** Whether a value is tensors alone, in lists and records. */
function isOfTensors(value: unknown): boolean {
  if (value instanceof Tensor) return true;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype;
  return isPlain && Object.values(value as object).every(isOfTensors);
}

/** Where the tensors stand in a value that holds nothing else. */
function placesOf(value: unknown): string {
  return JSON.stringify(emptied(value));
}
