import { DeviceError } from "../../errors.js";
import { openDevice, type WebGpuOptions } from "./open-device.js";
import type { WebGpuDevice } from "./webgpu-device.js";

export { WebGpuDevice } from "./webgpu-device.js";
export type { WebGpuOptions };

/**
 * Opens a graphics processor as a device for tensors.
 *
 * @throws DeviceError where there is none.
 * @example
 * setDefaultDevice(await webgpu()); // or tensor.to(device), model.to(device)
 */
export async function webgpu(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
  const gpu = options.gpu ?? globalThis.navigator?.gpu;
  if (gpu === undefined) {
    throw new DeviceError({
      operation: "webgpu",
      got: "a browser without navigator.gpu",
      expected: "one with WebGPU, on a page served over https or from localhost",
    });
  }
  return openDevice(gpu, options);
}
