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

/** Memory on the device, which the pool hands from storage to storage. */
export interface GpuBuffer {
  /** Tells it from all others of the device, dead ones too. */
  readonly id: number;
  readonly memory: GPUBuffer;
  readonly bytes: number;
  /** The batch of commands that used it last. */
  usedIn: number;
}
