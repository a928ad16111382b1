/** Bits of GPUBufferUsage, which is a global in browsers alone. */
export const usage = {
  mapRead: 0x1,
  copySource: 0x4,
  copyTarget: 0x8,
  uniform: 0x40,
  storage: 0x80,
} as const;
/** GPUMapMode.READ. */
export const mapForReading = 0x1;

/** Memory on the device, which the pool hands from storage to storage, or a piece of such memory. */
export interface GpuBuffer {
  /** Tells it from all others of the device, dead ones too. */
  readonly id: number;
  readonly memory: GPUBuffer;
  /** Bytes before it in the memory. */
  readonly at: number;
  readonly bytes: number;
  /** What it is a piece of. */
  readonly arena?: GpuBuffer;
  /** The batch of commands that used it last. */
  usedIn: number;
}
