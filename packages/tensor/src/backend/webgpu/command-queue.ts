import { DeviceError, ShapeError } from "../../errors.js";
import type { BufferPool } from "./buffer-pool.js";
import type { Commands } from "./commands.js";
import { GatheredNumbers } from "./gathered-numbers.js";
import { type GpuBuffer, mapForReading, usage } from "./gpu-buffer.js";
import { type Fields, type Kernel, layNumbers, mostNumbers, type NumbersOf } from "./kernel.js";
import { PipelineCache } from "./pipeline-cache.js";
import type { Processor } from "./processor.js";
import type { RecordedRun } from "./replay/recording.js";

/** Runs of kernels that are submitted together at most; reading submits sooner. */
const mostRuns = 1024;
/** Numbers up to which what is written goes along with those of the runs. */
const mostAlong = 1024;
/** Workgroups that a device takes along one axis. */
const mostGroups = 65_535;

/** A piece of one buffer to be put at the start of another. */
export interface Copy {
  readonly from: GpuBuffer;
  readonly fromByte: number;
  readonly to: GpuBuffer;
  readonly bytes: number;
}

/** Where something is written. */
export type Target = Pick<GpuBuffer, "memory" | "at" | "usedIn">;

/** A kernel with all that running it takes. */
export interface PreparedRun {
  readonly compute: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly offset: readonly [number];
  readonly across: number;
  readonly down: number;
}

/** Workgroups laid over two axes. */
function layGroups(groups: number): [across: number, down: number] {
  const across = Math.min(groups, mostGroups);
  return [across, Math.ceil(groups / across)];
}

/** The operations whose kernels note positions out of range, by the number they note. */
const faulting = ["", "gather", "scatterAdd"] as const;

/**
 * Writes kernel runs into one list of commands, which is submitted when something is read. The numbers of the runs, and
 * small things to be written, are sent to the device at once, just before.
 */
export class CommandQueue implements Commands {
  readonly #pipelines: PipelineCache;
  readonly #numbers: GatheredNumbers;
  readonly #faults: GpuBuffer;
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  #batch = 0;
  /** What the commands copy from. */
  #sources: GPUBuffer[] = [];
  #lost: GPUDeviceLostInfo | null = null;
  /** Settles when all that was submitted has been checked; answers what the device complained of. */
  #checked: Promise<GPUError | null> = Promise.resolve(null);

  constructor(
    readonly device: GPUDevice,
    readonly pool: BufferPool,
    readonly processor: Processor,
  ) {
    this.#numbers = new GatheredNumbers(device, mostRuns * mostNumbers);
    this.#pipelines = new PipelineCache(device, this.#numbers.memory);
    this.#faults = pool.take(16);
    device.lost.then((info) => {
      this.#lost = info;
    });
    this.#watch();
  }

  /** @throws DeviceError where the device is gone. */
  throwIfLost(): void {
    if (this.#lost === null) return;
    throw new DeviceError({
      operation: "webgpu",
      got: `a device that was lost: ${this.#lost.message || this.#lost.reason}`,
      expected: "one that is there",
      hint: "Make another with await webgpu(); what this one held is gone.",
    });
  }

  /** Runs a kernel in `groups` workgroups. `buffers`: the output's, then the inputs'. */
  run<F extends Fields>(
    kernel: Kernel<F>,
    numbers: NumbersOf<F>,
    buffers: readonly GpuBuffer[],
    groups: number,
  ): void {
    if (groups === 0) return;
    this.throwIfLost();
    const start = this.#place(mostNumbers, mostNumbers);
    const pipeline = this.#pipelines.pipeline(kernel);
    const apart = this.#apart(buffers, 1 + (kernel.others?.length ?? 0));
    const all = kernel.mayFault ? [...apart, this.#faults] : apart;
    for (const buffer of all) buffer.usedIn = this.#batch;
    layNumbers(kernel.fields, numbers, this.#numbers.at(start, mostNumbers));
    this.#pass ??= this.#commands().beginComputePass();
    this.#pass.setPipeline(pipeline.compute);
    this.#pass.setBindGroup(0, this.#pipelines.bindGroup(pipeline, all), [start * 4]);
    this.#pass.dispatchWorkgroups(...layGroups(groups));
    for (let i = 0; i < apart.length; i++) if (apart[i] !== buffers[i]) this.pool.give(apart[i]!);
  }

  /** WebGPU refuses a kernel that reads a buffer and writes another piece of it, so it reads a copy of that. */
  #apart(buffers: readonly GpuBuffer[], outputs: number): readonly GpuBuffer[] {
    const written = buffers.slice(0, outputs).flatMap(({ arena }) => arena ?? []);
    if (written.length === 0) return buffers;
    return buffers.map((buffer, i) => {
      if (i < outputs || !written.includes(buffer.arena!)) return buffer;
      const aside = this.pool.take(buffer.bytes);
      this.copy(buffer, aside);
      return aside;
    });
  }

  /** Buffers that a kernel can bind. */
  get mostBuffers(): number {
    return this.device.limits.maxStorageBuffersPerShaderStage;
  }

  /** Bytes of memory that can surely be had in one piece. */
  get mostBytes(): number {
    return this.pool.mostBytes;
  }

  /** Makes kernels ready to be run again and again; their numbers are laid into a buffer of their own. */
  prepare(runs: readonly RecordedRun[]): {
    readonly runs: readonly PreparedRun[];
    readonly numbers: GPUBuffer;
  } {
    const size = Math.max(runs.length, 1) * mostNumbers * 4;
    const numbers = this.device.createBuffer({ size, usage: usage.uniform | usage.copyTarget });
    const all = new Int32Array(size / 4);
    runs.forEach((run, i) => void all.set(run.numbers, i * mostNumbers));
    this.device.queue.writeBuffer(numbers, 0, all);
    const prepared = runs.map(({ kernel, buffers, groups }, i): PreparedRun => {
      const { compute, layout } = this.#pipelines.pipeline(kernel);
      const bound = kernel.mayFault ? [...buffers, this.#faults] : buffers;
      const group = this.#pipelines.newBindGroup(layout, numbers, bound);
      const [across, down] = layGroups(groups);
      return { compute, group, offset: [i * mostNumbers * 4], across, down };
    });
    return { runs: prepared, numbers };
  }

  /** Copies, runs, copies again, and sends it all off, after what was written before. */
  replay(before: readonly Copy[], runs: readonly PreparedRun[], after: readonly Copy[]): void {
    this.throwIfLost();
    this.#endPass();
    for (const copy of before) this.#copy(copy);
    const pass = this.#commands().beginComputePass();
    let current: GPUComputePipeline | null = null;
    for (let i = 0; i < runs.length; i++) {
      const { compute, group, offset, across, down } = runs[i]!;
      if (compute !== current) pass.setPipeline(compute);
      current = compute;
      pass.setBindGroup(0, group, offset);
      pass.dispatchWorkgroups(across, down);
    }
    pass.end();
    for (const copy of after) this.#copy(copy);
    this.submit();
  }

  #copy({ from, fromByte, to, bytes }: Copy): void {
    this.#commands().copyBufferToBuffer(from.memory, from.at + fromByte, to.memory, to.at, bytes);
  }

  /** Copies a buffer into one that is as long at least. */
  copy(from: GpuBuffer, to: GpuBuffer): void {
    this.#endPass();
    this.#copy({ from, fromByte: 0, to, bytes: from.bytes });
    from.usedIn = to.usedIn = this.#batch;
  }

  /** Fills a buffer from its start on, after all runs so far. What is small waits for their numbers, unless that would end a pass early. */
  write(buffer: Target, data: Float32Array | Int32Array | Uint32Array): void {
    this.throwIfLost();
    if (data.length === 0) return;
    const isUsed = buffer.usedIn === this.#batch;
    if (data.length <= mostAlong && (isUsed || this.#pass === null)) this.#writeAlong(buffer, data);
    else if (isUsed) this.#writeInTurn(buffer, data);
    else this.device.queue.writeBuffer(buffer.memory, buffer.at, data as BufferSource);
  }

  #writeAlong(buffer: Target, data: Float32Array | Int32Array | Uint32Array): void {
    const start = this.#place(data.length);
    this.#numbers.at(start, data.length).set(new Int32Array(data.buffer, data.byteOffset, data.length));
    this.#endPass();
    const bytes = data.byteLength;
    this.#commands().copyBufferToBuffer(this.#numbers.memory, 4 * start, buffer.memory, buffer.at, bytes);
    buffer.usedIn = this.#batch;
  }

  /** A place among the numbers, which are sent off where there is none. */
  #place(count: number, line?: number): number {
    const found = this.#numbers.place(count, line);
    if (found !== null) return found;
    this.submit();
    return this.#numbers.place(count, line)!;
  }

  /** The queue's own writing would come before the runs that still need what the buffer holds. */
  #writeInTurn(buffer: Target, data: Float32Array | Int32Array | Uint32Array): void {
    const source = this.device.createBuffer({
      size: data.byteLength,
      usage: usage.copySource,
      mappedAtCreation: true,
    });
    new Uint32Array(source.getMappedRange()).set(new Uint32Array(data.buffer, data.byteOffset, data.length));
    source.unmap();
    this.#endPass();
    this.#commands().copyBufferToBuffer(source, 0, buffer.memory, buffer.at, data.byteLength);
    this.#sources.push(source);
  }

  /** The first bytes of a buffer after all runs so far. @throws ShapeError where one of them met an index out of range. */
  async read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer> {
    this.throwIfLost();
    const size = Math.max(bytes, 4);
    const landing = this.device.createBuffer({ size: size + 16, usage: usage.mapRead | usage.copyTarget });
    const commands = this.#commands();
    this.#endPass();
    commands.copyBufferToBuffer(buffer.memory, buffer.at, landing, 0, size);
    commands.copyBufferToBuffer(this.#faults.memory, 0, landing, size, 16);
    this.submit();
    try {
      const [error] = await Promise.all([this.#checked, landing.mapAsync(mapForReading)]);
      if (error !== null) throw error;
    } catch (error) {
      this.throwIfLost();
      this.#checked = Promise.resolve(null); // told once
      throw new DeviceError(
        {
          operation: "webgpu",
          got: `commands that the device refused: ${(error as Error).message}`,
          expected: "valid ones and enough memory",
        },
        { cause: error },
      );
    }
    const answer = landing.getMappedRange().slice(0);
    landing.destroy();
    this.#throwFault(new Int32Array(answer, size));
    return answer;
  }

  /** Sends off all that was written. */
  submit(): void {
    if (this.#encoder === null) return;
    this.#endPass();
    this.#numbers.send();
    this.device.queue.submit([this.#encoder.finish()]);
    this.#encoder = null;
    this.#batch++;
    for (const source of this.#sources) source.destroy();
    this.#sources = [];
    this.pool.freeRetired();
    const before = this.#checked;
    const popped = [this.device.popErrorScope(), this.device.popErrorScope()];
    this.#checked = Promise.all([before, ...popped]).then((errors) => errors.find((each) => each) ?? null);
    this.#checked.catch(() => {}); // a lost device, which `throwIfLost` tells of
    this.#watch();
  }

  #watch(): void {
    this.device.pushErrorScope("out-of-memory");
    this.device.pushErrorScope("validation");
  }

  #commands(): GPUCommandEncoder {
    this.#encoder ??= this.device.createCommandEncoder();
    return this.#encoder;
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = null;
  }

  #throwFault([operation, place, size]: Int32Array): void {
    if (!operation) return;
    this.write(this.#faults, new Int32Array(4));
    throw new ShapeError({
      operation: faulting[operation] ?? "webgpu",
      got: `index ${place} on an axis of size ${size}`,
      expected: `indices from 0 to ${size! - 1}`,
      hint: "WebGPU tells of it only now that something is read.",
    });
  }
}
