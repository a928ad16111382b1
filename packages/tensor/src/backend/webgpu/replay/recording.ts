import type { DType } from "../../../dtype.js";
import { DeviceError } from "../../../errors.js";
import type { Device, Storage } from "../../device.js";
import type { Commands } from "../commands.js";
import type { GpuBuffer } from "../gpu-buffer.js";
import { type Fields, type Kernel, kernelNamed, layNumbers, mostNumbers, type NumbersOf } from "../kernel.js";
import { KernelDevice } from "../kernel-device.js";
import type { Processor } from "../processor.js";
import type { PlacedStorage } from "../webgpu-storage.js";
import type { Finish } from "./fusion.wgsl.js";

/** A kernel that every replay runs. */
export interface RecordedRun {
  readonly kernel: Kernel;
  readonly numbers: Int32Array;
  readonly buffers: readonly GpuBuffer[];
  readonly groups: number;
}

/** A device that does nothing but note which kernels its operations run, and in what memory. */
export class Recording extends KernelDevice implements Device {
  static override readonly name: string = "Recording";

  readonly name = "webgpu";
  readonly runs: RecordedRun[] = [];
  /** All memory between the kernels of one call. Calls come one after the other, so that they share it. */
  readonly scratch: GpuBuffer[] = [];
  #idle: GpuBuffer[] = [];
  #finish: Finish | null = null;
  protected readonly commands: Commands;

  constructor(
    readonly take: (bytes: number) => GpuBuffer,
    processor: Processor,
  ) {
    super();
    this.commands = {
      processor,
      pool: { take: (bytes) => this.#take(bytes), give: (buffer) => void this.#idle.push(buffer) },
      run: (kernel, numbers, buffers, groups) => this.#note(kernel, numbers, buffers, groups),
    };
  }

  /** Notes what one call runs, with another end of its kernel if one is given; answers how many kernels. */
  call(work: (device: Device, commands: Commands) => void, finish: Finish | null = null): number {
    const before = this.runs.length;
    this.#idle = [...this.scratch];
    this.#finish = finish;
    work(this, this.commands);
    return this.runs.length - before;
  }

  allocate(dtype: DType, length: number): PlacedStorage {
    return { device: this, dtype, length, start: 0, version: 0, buffer: this.#take(length * 4) };
  }

  #take(bytes: number): GpuBuffer {
    const fitting = this.#idle.filter((each) => each.bytes >= bytes).sort((a, b) => a.bytes - b.bytes);
    const [found] = fitting;
    if (found !== undefined) {
      this.#idle.splice(this.#idle.indexOf(found), 1);
      return found;
    }
    const made = this.take(bytes);
    this.scratch.push(made);
    return made;
  }

  #note<F extends Fields>(
    kernel: Kernel<F>,
    values: NumbersOf<F>,
    buffers: readonly GpuBuffer[],
    groups: number,
  ): void {
    if (groups === 0) return;
    const numbers = new Int32Array(mostNumbers);
    layNumbers(kernel.fields, values, numbers);
    const plain = { kernel: kernel as unknown as Kernel, numbers, buffers, groups };
    this.runs.push(this.#finish === null ? plain : finishedBy(plain, this.#finish));
  }

  write(): never {
    return refuse("write");
  }

  read(_storage: Storage): never {
    return refuse("read");
  }

  readSync(): never {
    return refuse("readSync");
  }
}

/** A kernel of one output whose results are finished otherwise. */
function finishedBy(
  { kernel, numbers, buffers, groups }: RecordedRun,
  { source, bindings: { outputs, inputs, numbers: added } }: Finish,
): RecordedRun {
  const [output, ...others] = outputs.map(({ dtype }) => dtype);
  const kinds = [...outputs, ...inputs].map(({ dtype }) => dtype);
  const { name, ...plain } = kernel;
  const finished = kernelNamed(`${name} ${outputs.length} ${kinds} ${source}`, () => ({
    ...plain,
    fields: { ...kernel.fields, constants: added.length },
    output: output!,
    others,
    inputs: [...kernel.inputs, ...inputs.map(({ dtype }) => dtype)],
    mayFault: source.includes("note_fault("),
    finish: source,
  }));
  const bound = [outputs, inputs].map((each) => each.map(({ buffer }) => buffer)) as [
    GpuBuffer[],
    GpuBuffer[],
  ];
  return { kernel: finished, numbers, buffers: [...bound[0], ...buffers.slice(1), ...bound[1]], groups };
}

function refuse(operation: string): never {
  throw new DeviceError({
    operation,
    got: "a kernel that looks at values",
    expected: "one that a step can be recorded with",
  });
}
