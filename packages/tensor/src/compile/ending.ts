import type { DeferredStorage, Storage } from "../backend/device.js";
import { eachKeptWith } from "../dispatch.js";
import type { Tensor } from "../tensor.js";
import type { Executable } from "./executable.js";
import type { Junction } from "./path.js";
import { prepare } from "./prepare.js";
import type { StepRun } from "./step-run.js";
import { whole } from "./trace.js";
import { traceOf } from "./tracing.js";
import { flopsOf } from "./work.js";

/** Where a step has ended: the program for the calls that led there, or why there is none. */
export class Ending {
  #executable: Executable | null = null;
  /** Values that every replay is handed. */
  readonly #inputs: readonly number[];
  /** Values whose memory every replay fills. */
  readonly #outputs: readonly number[];
  readonly #flops: number;
  readonly #operations: number;
  #refusal: string | null = null;
  /** Whether the calls lead there with other numbers than those of the program; with its own, other calls will. */
  isAtOdds = false;

  /** Makes a program of a run that was done call by call. */
  constructor(
    run: StepRun,
    readonly at: Junction,
    readonly wanted: readonly number[],
  ) {
    this.#outputs = [...new Set([...wanted, ...run.changedOfHandedOver(), ...unused(run)])];
    const trace = traceOf(run.path, run.values, run.arguments.length, this.#outputs);
    this.#inputs = trace.samples.map((sample) => run.values.indexOf(sample));
    this.#operations = trace.calls.length - trace.places.size;
    this.#flops = trace.calls.reduce((sum, call) => sum + flopsOf(call), 0);
    try {
      this.#executable = prepare(run.device, trace);
      if (this.#executable === null) this.#refusal = "the engine has no WebAssembly with SIMD";
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#refusal = `there is not memory enough to replay it (${error.message})`;
    }
    for (const call of this.#executable?.fixed ?? []) this.#fix(run, trace.places.get(call)!);
  }

  /** Has a number be part of the program. */
  #fix({ path, attributes }: StepRun, place: number): void {
    const node = path[place]!;
    node.isFixed = true;
    const [before, now] = [node.attributes, attributes[place]] as { readonly value: number }[];
    if (!Object.is(before!.value, now!.value)) this.isAtOdds = true;
  }

  get isReplayable(): boolean {
    return this.#executable !== null;
  }

  replay(run: StepRun): void {
    const storages = this.#outputs.map((number) => run.values[number]!.storage);
    for (const storage of storages) handOut(storage);
    this.#executable!.run({
      inputs: this.#inputs.map((number) => run.values[number]!),
      attributes: run.attributes,
      outputs: storages.map(whole),
    });
  }

  /** Gives the memory back; the step is run as it is from now on. */
  refuse(reason: string): void {
    if (this.#executable === null) return;
    this.release();
    this.#refusal = reason;
  }

  release(): void {
    this.#executable?.release();
    this.#executable = null;
  }

  describe(): string {
    if (this.#executable === null) return `run as it is, since ${this.#refusal}`;
    const { notes, bytes } = this.#executable;
    const megaflops = (this.#flops / 1e6).toPrecision(3);
    const head = `${this.#operations} operations in ${notes.length} groups, ${bytes} bytes, ${megaflops} MFLOP`;
    return [head, ...notes.map((note) => `  ${note}`)].join("\n");
  }
}

function handOut(storage: Storage & Partial<DeferredStorage>): void {
  if (storage.fill === undefined) return;
  storage.owner = null;
  storage.fill();
}

/** Elements up to which a value that nothing in the step uses is computed all the same. */
const fewElements = 1024;

/** The values that somebody may have taken aside to look at later, as nothing in the step uses them: a part of the loss, say. */
function unused(run: StepRun): number[] {
  const used = new Set(run.path.flatMap(({ inputs, destination }) => [...inputs, destination]));
  return run.path.flatMap(({ number, primitive, output }) => {
    const isAside = primitive.name === "detach" || (output?.length ?? 0) <= fewElements;
    const place =
      number < 0 || used.has(number) || !isAside ? undefined : run.numberOf(run.values[number]!.storage);
    return place ?? [];
  });
}

/** The numbers of the values that outlive a run: returned, kept, or needed by a recorder on account of those or of tensors from outside. */
export function wantedOf(run: StepRun, outputs: readonly Tensor[]): number[] {
  const wanted: number[] = [];
  const take = (storage: Storage): void => {
    const number = run.numberOf(storage);
    if (number !== undefined && !wanted.includes(number)) wanted.push(number);
  };
  const takeKept = (kept: Tensor): void => take(kept.storage);
  const takeWith = (tensor: Tensor): void => {
    if (tensor.tape !== null) eachKeptWith(tensor, takeKept);
  };
  for (const output of outputs) {
    take(output.storage);
    takeWith(output);
  }
  for (const storage of run.kept) take(storage);
  for (const argument of run.arguments) takeWith(argument);
  run.path.forEach((node, place) => {
    for (let i = 0; i < node.inputs.length; i++)
      if (typeof node.inputs[i] !== "number") takeWith(run.inputs[place]![i]!);
  });
  return wanted;
}
