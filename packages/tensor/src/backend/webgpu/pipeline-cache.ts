import type { GpuBuffer } from "./gpu-buffer.js";
import { type Kernel, kernelSource, mostNumbers } from "./kernel.js";

/** A kernel made ready to run. */
export interface Pipeline {
  readonly id: number;
  readonly compute: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Bind groups of this many combinations of kernel and buffers are kept. */
const mostBindGroups = 4096;

/** Kernels, and kernels with their buffers, that have been met before. */
export class PipelineCache {
  readonly #pipelines = new Map<string, Pipeline>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #bindGroups = new Map<string, GPUBindGroup>();

  constructor(
    readonly device: GPUDevice,
    /** Where kernels find their numbers. */
    readonly numbers: GPUBuffer,
  ) {}

  pipeline(kernel: Kernel): Pipeline {
    let pipeline = this.#pipelines.get(kernel.name);
    if (pipeline === undefined) {
      pipeline = this.#compile(kernel);
      this.#pipelines.set(kernel.name, pipeline);
    }
    return pipeline;
  }

  /** `buffers` in the order of the kernel's bindings: output, inputs, faults. */
  bindGroup({ id, layout }: Pipeline, buffers: readonly GpuBuffer[]): GPUBindGroup {
    let key = `${id}`;
    for (const buffer of buffers) key += `,${buffer.id}`;
    let group = this.#bindGroups.get(key);
    if (group === undefined) {
      if (this.#bindGroups.size >= mostBindGroups) this.#bindGroups.clear();
      group = this.newBindGroup(layout, this.numbers, buffers);
      this.#bindGroups.set(key, group);
    }
    return group;
  }

  /** One that is not kept here. */
  newBindGroup(layout: GPUBindGroupLayout, numbers: GPUBuffer, buffers: readonly GpuBuffer[]): GPUBindGroup {
    const resources = [
      { buffer: numbers, size: mostNumbers * 4 },
      ...buffers.map(({ memory, at, bytes }) => ({ buffer: memory, offset: at, size: bytes })),
    ];
    return this.device.createBindGroup({
      layout,
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
  }

  #compile(kernel: Kernel): Pipeline {
    const { device } = this;
    const { inputs, others = [], mayFault = false } = kernel;
    const layout = this.#layout(others.length + 1, inputs.length, mayFault);
    const compute = device.createComputePipeline({
      label: kernel.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ label: kernel.name, code: kernelSource(kernel) }) },
    });
    return { id: this.#pipelines.size, compute, layout };
  }

  #layout(outputs: number, inputs: number, mayFault: boolean): GPUBindGroupLayout {
    const key = `${outputs} ${inputs} ${mayFault}`;
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      const buffers: GPUBufferBindingLayout[] = [
        { type: "uniform", hasDynamicOffset: true },
        ...Array.from({ length: outputs }, () => ({ type: "storage" as const })),
        ...Array.from({ length: inputs }, () => ({ type: "read-only-storage" as const })),
        ...(mayFault ? [{ type: "storage" as const }] : []),
      ];
      const visibility = 0x4; // GPUShaderStage.COMPUTE
      layout = this.device.createBindGroupLayout({
        entries: buffers.map((buffer, binding) => ({ binding, visibility, buffer })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
