/** What suits the processor that kernels run on. */
export interface Processor {
  /** Fewer workgroups than this leave some of it idle. */
  readonly fewestGroups: number;
  /** Elements from which on a workgroup shares what is folded into one; a thread is quicker with fewer. */
  readonly sharedFrom: number;
}

const graphics: Processor = { fewestGroups: 64, sharedFrom: 128 };
/** One that stands for a graphics processor: a few cores, on which every thread is parked at a barrier. */
const central: Processor = { fewestGroups: 4, sharedFrom: 4096 };

/** Told by what the driver says that the device is. */
export function processorOf(description: string): Processor {
  return /swiftshader|llvmpipe|lavapipe|basic render/i.test(description) ? central : graphics;
}
