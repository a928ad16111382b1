import { contiguous } from "../composite/movement.js";
import type { Tensor } from "../tensor.js";
import { capture } from "./capture.js";
import type { Executable } from "./executable.js";

/** What became of a step for one combination of argument shapes. */
interface Version {
  readonly executable: Executable | null;
  /** Why it is not replayed. */
  readonly refusal: string | null;
  readonly operations: number;
}

/** A step that is recorded once for each combination of argument shapes and replayed from then on. */
export interface CompiledStep {
  (...inputs: Tensor[]): Tensor[];
  /** What was recorded, fused and left to JavaScript, or why a step is not replayed. */
  explain(): string;
  /** Gives the memory back. */
  release(): void;
}

/**
 * Turns a step (forward, backward, update) into a program. The first call with arguments of some shapes runs the step as it
 * is and records the primitives that it dispatches; later calls replay them in memory planned once, with pointwise chains
 * fused, and never run the function again. So a step may do nothing that differs from call to call: a step that reads a
 * value is found out and always run as it is. Tensors from outside (parameters, optimiser state) are read and changed in
 * place; results are new tensors.
 *
 * @example
 * const step = compile((x) => [x.mul(2).add(1)]);
 * step(tensor([1, 2]))[0].arraySync() // [3, 5]
 */
export function compile(step: (...inputs: Tensor[]) => readonly Tensor[]): CompiledStep {
  const versions = new Map<string, Version>();

  const run = (...given: Tensor[]): Tensor[] => {
    const inputs = given.map(contiguous);
    const key = inputs.map(({ shape, dtype, device }) => `${shape.join()}:${dtype}:${device.name}`).join(" ");
    const version = versions.get(key);
    if (version?.executable) return version.executable.run(inputs);
    if (version) return [...step(...inputs)];
    const { trace, refusal } = capture(step, inputs);
    const device = inputs[0]?.device;
    const foreign = refusal ?? (device?.prepare ? null : "the device has no way to replay");
    const executable = foreign === null ? device!.prepare!(trace) : null;
    const operations = trace.calls.length;
    versions.set(key, {
      executable,
      refusal: foreign ?? (executable ? null : "the engine has no WebAssembly with SIMD"),
      operations,
    });
    return [...trace.outputs];
  };

  return Object.assign(run, {
    explain: () => [...versions].map(([key, version]) => describe(key, version)).join("\n\n"),
    release: () => {
      for (const { executable } of versions.values()) executable?.release();
      versions.clear();
    },
  });
}

function describe(key: string, { executable, refusal, operations }: Version): string {
  if (executable === null) return `${key}: run as it is, since ${refusal}`;
  const head = `${key}: ${operations} operations in ${executable.notes.length} groups, ${executable.bytes} bytes`;
  return [head, ...executable.notes.map((note) => `  ${note}`)].join("\n");
}
