import { Module } from "@mnist/nn";
import { Optimizer } from "@mnist/nn/optim";
import { type CompiledStep, compile, cpu, fromData, Tensor, zeros } from "@mnist/tensor";
import { mapTensors, tensorsIn } from "@mnist/tensor/internal";
import { Batch, type Pair, type Rows } from "./batch.js";
import type { BatchWork, Foreman } from "./batch-work.js";
import { type FitContext, present } from "./context.js";
import { deviceOf } from "./device-of.js";
import type { Run } from "./run.js";
import type { Training } from "./training.js";
import { Watch } from "./watch.js";

/** Hands what a replay answered to those that wanted it. */
type Taking<Input, Target, Output> = (context: FitContext<Input, Target, Output>, next: () => Tensor) => void;

/** A recording, and what is done with its answers by the shapes that went in. */
interface Recording<Input, Target, Output> {
  readonly step: CompiledStep;
  readonly takings: ReadonlyMap<string, readonly Taking<Input, Target, Output>[]>;
}

/**
 * A batch's work that is recorded once for each size of a batch and replayed from then on. A batch that names rows is
 * gathered by the recording itself, straight from the data set.
 */
export class RecordedStep<Input, Target, Output> {
  readonly #ofDatasets = new WeakMap<object, Recording<Input, Target, Output>>();
  /** Of batches that are tensors, by where these stand in them. */
  readonly #ofPairs = new Map<string, Recording<Input, Target, Output>>();
  readonly #watch: Watch;
  #latest: Recording<Input, Target, Output> | null = null;
  /** Why the work is done as it is; null where it is recorded. */
  #obstacle: string | null = "nothing was done yet";
  #keepsPrediction = false;
  /** The fit or validation under way. */
  #run: Run<Input, Target, Output> | null = null;

  constructor(
    readonly training: Training<Input, Target, Output>,
    readonly work: BatchWork,
  ) {
    this.#watch = new Watch(
      () => this.#modules(),
      () => [this.#keepsPrediction, ...this.#takenForGranted()],
    );
  }

  /** Looks at who listens and what has changed. */
  begin(run: Run<Input, Target, Output>): void {
    this.#run = run;
    this.#keepsPrediction = run.listener(["afterBatch"]) !== null;
    this.#obstacle = this.#obstacleTo(run);
    this.#watch.look();
  }

  /** Does a batch; false where it has to be done as it is. */
  run({ context }: Run<Input, Target, Output>): boolean {
    const batch = present(context.data, "data");
    if (this.#obstacle === null && batch.rows === null && !isOfTensors(batch.pair)) {
      this.#obstacle = "a batch holds more than tensors";
    }
    if (this.#obstacle !== null) return false;
    if (context.training) this.training.optimizer?.advance();
    const inputs = batch.rows === null ? [...tensorsIn(batch.pair)] : [indicesOf(batch.rows, batch)];
    const recording = batch.rows === null ? this.#ofPair(batch.pair) : this.#ofRows(batch.rows);
    this.#latest = recording;
    const outputs = recording.step(...inputs).values();
    const next = (): Tensor => present(outputs.next().value, "output");
    for (const take of recording.takings.get(shapesOf(inputs)) ?? []) take(context, next);
    return true;
  }

  #ofPair(pair: Pair<Input, Target>): Recording<Input, Target, Output> {
    const places = placesOf(pair);
    const known = this.#ofPairs.get(places);
    if (known !== undefined) return known;
    const pattern = emptied(pair);
    const made = this.#recording((inputs) => {
      const rest = inputs.values();
      return mapTensors(pattern, () => present(rest.next().value, "input"));
    });
    this.#ofPairs.set(places, made);
    return made;
  }

  #ofRows({ dataset }: Rows<Input, Target>): Recording<Input, Target, Output> {
    const known = this.#ofDatasets.get(dataset);
    if (known !== undefined) return known;
    const made = this.#recording(([indices]) => dataset.gather(present(indices, "indices")));
    this.#ofDatasets.set(dataset, made);
    return made;
  }

  #recording(pairOf: (inputs: readonly Tensor[]) => Pair<Input, Target>): Recording<Input, Target, Output> {
    const takings = new Map<string, readonly Taking<Input, Target, Output>[]>();
    const recorded = (...inputs: Tensor[]): Tensor[] => {
      const { outputs, taken } = this.#record(pairOf(inputs));
      takings.set(shapesOf(inputs), taken);
      this.#watch.look();
      return outputs.map((output) => output.detach());
    };
    return { step: compile(recorded, { revision: () => this.#watch.revision() }), takings };
  }

  /** The work with recordable callbacks alone, who see the recorded tensors in place of the batch's own. */
  #record(pair: Pair<Input, Target>): { outputs: Tensor[]; taken: Taking<Input, Target, Output>[] } {
    const run = present(this.#run, "run");
    const { context } = run;
    const { data } = context;
    const outputs: Tensor[] = [];
    const taken: Taking<Input, Target, Output>[] = [];
    const foreman: Foreman<Input, Target, Output> = {
      give: (tensors, take) => {
        if (!isOfTensors(tensors)) this.#obstacle = "the model answers more than tensors";
        const pattern = emptied(tensors);
        outputs.push(...tensorsIn(tensors));
        taken.push((current, next) => take(current, mapTensors(pattern, next)));
      },
      update: (optimizer) => optimizer.update(),
    };
    try {
      context.take(Batch.of(pair, deviceOf(this.training.model)));
      for (const event of this.work.parts(context, foreman)) run.atOnce(event);
      foreman.give(context.loss, (current, loss) => {
        current.loss = loss;
      });
      if (this.#keepsPrediction) {
        foreman.give(context.prediction, (current, prediction) => {
          current.prediction = prediction;
        });
      }
    } finally {
      context.data = data;
    }
    return { outputs, taken };
  }

  /** What the latest batches' recordings do, or why there are none. */
  explain(): string {
    if (this.#obstacle !== null) return `step by step, since ${this.#obstacle}`;
    return this.#latest?.step.explain() || "nothing recorded: what the step does changes from batch to batch";
  }

  /** The modules that a batch goes through. */
  #modules(): (Module | Training<Input, Target, Output>["model"])[] {
    const { model, lossFunction } = this.training;
    return lossFunction instanceof Module ? [model, lossFunction] : [model];
  }

  /** What a step takes for granted beside the modules. */
  #takenForGranted(): unknown[] {
    if (this.#run === null) return [];
    const { recordable, context } = this.#run;
    const { optimizer } = this.training;
    const settings = recordable.flatMap((callback) => [callback, ...Object.values(callback)]);
    return context.training ? [optimizer, optimizer?.revision, ...settings] : settings;
  }

  #obstacleTo(run: Run<Input, Target, Output>): string | null {
    const { model, optimizer, compile: isWanted } = this.training;
    if (!isWanted) return "the learner was made with compile: false";
    const device = deviceOf(model);
    if (device.prepare === undefined) return `the device ${device.name} has no way to replay`;
    if (this.#modules().some((module) => module.hasHooks())) return "the model has forward hooks";
    if (optimizer !== null && optimizer.step !== Optimizer.prototype.step)
      return "the optimiser has a step of its own";
    return run.listener(this.work.events, ({ isRecordable }) => isRecordable !== true);
  }
}

function indicesOf<Input, Target>(
  { indices }: Rows<Input, Target>,
  { device }: Batch<Input, Target>,
): Tensor {
  return fromData(indices, [indices.length], { device });
}

let hole: Tensor | null = null;

/** The same value without its tensors' memory. */
function emptied<T>(value: T): T {
  return mapTensors(value, () => {
    hole ??= zeros([], { device: cpu });
    return hole;
  });
}

function shapesOf(inputs: readonly Tensor[]): string {
  return inputs.map(({ shape, dtype, device }) => `${shape.join()} ${dtype} ${device.name}`).join("; ");
}

/** Whether a value is tensors alone, in lists and records. */
function isOfTensors(value: unknown): boolean {
  if (value instanceof Tensor) return true;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype;
  return isPlain && Object.values(value as object).every(isOfTensors);
}

/** Where the tensors stand in a value that holds nothing else. */
function placesOf(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (each instanceof Tensor ? 0 : each));
}
