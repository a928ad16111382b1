/** What a device was asked for. */
export interface Counts {
  dispatches: number;
  buffers: number;
  /** Bytes of all buffers that were made and not destroyed. */
  bytesHeld: number;
  bindGroups: number;
  pipelines: number;
  writes: number;
  bytesWritten: number;
  copies: number;
  submits: number;
  waits: number;
  /** Storage buffers that a kernel was given at most. */
  mostBound: number;
}

/** A graphics processor that does nothing, in no time, but count what it is asked for; all that it holds is 0. */
export function countingGpu(): { readonly gpu: GPUDevice; readonly counts: Counts } {
  const counts: Counts = {
    dispatches: 0,
    buffers: 0,
    bytesHeld: 0,
    bindGroups: 0,
    pipelines: 0,
    writes: 0,
    bytesWritten: 0,
    copies: 0,
    submits: 0,
    waits: 0,
    mostBound: 0,
  };
  const nothing = (): void => {};
  const pass = {
    setPipeline: nothing,
    setBindGroup: nothing,
    dispatchWorkgroups: () => void counts.dispatches++,
    end: nothing,
  };
  const encoder = {
    beginComputePass: () => pass,
    copyBufferToBuffer: () => void counts.copies++,
    finish: () => ({}),
  };
  const bufferOf = ({ size }: GPUBufferDescriptor) => ({
    size,
    destroy: () => {
      counts.bytesHeld -= size;
    },
    unmap: nothing,
    mapAsync: async () => void counts.waits++,
    getMappedRange: () => new ArrayBuffer(size),
  });
  const writeBuffer = (_buffer: unknown, _at: number, data: ArrayBufferView, _from = 0, length?: number) => {
    counts.writes++;
    counts.bytesWritten += length === undefined ? data.byteLength : 4 * length;
  };
  const gpu = {
    limits: {
      maxBufferSize: 2 ** 31,
      maxStorageBufferBindingSize: 2 ** 31,
      maxStorageBuffersPerShaderStage: 8,
    },
    lost: new Promise(nothing),
    queue: { submit: () => void counts.submits++, writeBuffer },
    destroy: nothing,
    pushErrorScope: nothing,
    popErrorScope: async () => null,
    createBuffer: (descriptor: GPUBufferDescriptor) => {
      counts.buffers++;
      counts.bytesHeld += descriptor.size;
      return bufferOf(descriptor);
    },
    createBindGroup: ({ entries }: GPUBindGroupDescriptor) => {
      counts.bindGroups++;
      counts.mostBound = Math.max(counts.mostBound, [...entries].length - 1); // one is for numbers
      return {};
    },
    createComputePipeline: () => {
      counts.pipelines++;
      return {};
    },
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: () => ({}),
    createCommandEncoder: () => encoder,
  };
  return { gpu: gpu as unknown as GPUDevice, counts };
}
