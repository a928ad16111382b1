import type { GpuBuffer } from "./gpu-buffer.js";
import type { Fields, Kernel, NumbersOf } from "./kernel.js";
import type { Processor } from "./processor.js";

/** Where kernels are written down: to be run soon, or at every replay of a step. */
export interface Commands {
  /** Memory between two kernels of one operation. */
  readonly pool: {
    take(bytes: number): GpuBuffer;
    give(buffer: GpuBuffer): void;
  };
  readonly processor: Processor;
  /** Runs a kernel in `groups` workgroups. `buffers`: the outputs', then the inputs'. */
  run<F extends Fields>(
    kernel: Kernel<F>,
    numbers: NumbersOf<F>,
    buffers: readonly GpuBuffer[],
    groups: number,
  ): void;
}
