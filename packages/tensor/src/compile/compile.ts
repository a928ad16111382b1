import { contiguous } from "../composite/movement.js";
import type { Tensor } from "../tensor.js";
import { capture, type Trace } from "./capture.js";
import type { Executable } from "./executable.js";
import { flopsOf } from "./work.js";

/** What became of a step for one combination of argument shapes. */
interface Version {
  /** What the step was recorded with; see CompileOptions. */
  readonly revision: number;
  readonly executable: Executable | null;
  /** Why it is not replayed. */
  readonly refusal: string | null;
  readonly operations: number;
  readonly flops: number;
}

export interface CompileOptions {
  /**
   * Counts the changes of what the step takes for granted beside its arguments: which tensors it reads and changes,
   * settings it branches on. A recording counts for one number alone, and not at all where the step itself changes it.
   */
  readonly revision?: () => number;
}

/** A step that is recorded once for each combination of argument shapes and replayed from then on. */
export interface CompiledStep {
  (...inputs: Tensor[]): Tensor[];
  /** What was recorded, fused and left to JavaScript, with memory and operations, or why a step is not replayed. */
  explain(): string;
  /** Gives the memory back. */
  release(): void;
}

/**
 * Turns a step (forward, backward, update) into a program. The first call with arguments of some shapes runs the step to
 * record the primitives that it dispatches, and undoes it; that call and all later ones replay them in memory planned
 * once, with pointwise chains fused, and never run the function again. So a step may do nothing that differs from call to
 * call: a step that reads a value is found out and always run as it is. Tensors from outside (parameters, optimiser
 * state) are read and changed in place; results are new tensors.
 *
 * @example
 * const step = compile((x) => [x.mul(2).add(1)]);
 * step(tensor([1, 2]))[0].arraySync() // [3, 5]
 */
export function compile(
  step: (...inputs: Tensor[]) => readonly Tensor[],
  { revision = () => 0 }: CompileOptions = {},
): CompiledStep {
  const versions = new Map<string, Version>();

  const record = (key: string, inputs: readonly Tensor[]): readonly Tensor[] => {
    versions.get(key)?.executable?.release();
    versions.delete(key);
    const before = revision();
    const { trace, refusal, undo } = capture(step, inputs);
    if (revision() !== before) return trace.outputs;
    const version = prepare(trace, refusal, before);
    versions.set(key, version);
    if (version.executable === null) return trace.outputs;
    undo();
    return version.executable.run(inputs);
  };

  const run = (...given: Tensor[]): Tensor[] => {
    const inputs = given.map(contiguous);
    const key = inputs
      .map(({ shape, dtype, device }) => `[${shape.join()}] ${dtype} ${device.name}`)
      .join(", ");
    const version = versions.get(key);
    if (version === undefined || version.revision !== revision()) return [...record(key, inputs)];
    return version.executable?.run(inputs) ?? [...step(...inputs)];
  };

  return Object.assign(run, {
    explain: () => [...versions].map(([key, version]) => describe(key, version)).join("\n\n"),
    release: () => {
      for (const { executable } of versions.values()) executable?.release();
      versions.clear();
    },
  });
}

function prepare(trace: Trace, refusal: string | null, revision: number): Version {
  const device = trace.inputs[0]?.device;
  const obstacle = refusal ?? (device?.prepare ? null : "the device has no way to replay");
  const executable = obstacle === null ? device!.prepare!(trace) : null;
  return {
    revision,
    executable,
    refusal: obstacle ?? (executable ? null : "the engine has no WebAssembly with SIMD"),
    operations: trace.calls.length,
    flops: trace.calls.reduce((sum, call) => sum + flopsOf(call), 0),
  };
}

function describe(key: string, { executable, refusal, operations, flops }: Version): string {
  if (executable === null) return `${key}: run as it is, since ${refusal}`;
  const { notes, bytes } = executable;
  const megaflops = (flops / 1e6).toPrecision(3);
  const head = `${key}: ${operations} operations in ${notes.length} groups, ${bytes} bytes, ${megaflops} MFLOP`;
  return [head, ...notes.map((note) => `  ${note}`)].join("\n");
}
