import { DeviceError } from "../../errors.js";
import { openDevice, type WebGpuOptions } from "./open-device.js";
import type { WebGpuDevice } from "./webgpu-device.js";

export { WebGpuDevice } from "./webgpu-device.js";
export type { WebGpuOptions };

/** Kept, as Dawn ends the process when its instance is collected before its devices. */
let dawn: GPU | undefined;

/**
 * Opens a graphics processor as a device for tensors. Node has none of its own: the package `webgpu` brings it.
 *
 * @throws DeviceError where there is none, or the package is missing.
 * @example
 * setDefaultDevice(await webgpu()); // or tensor.to(device), model.to(device)
 */
export async function webgpu(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
  return openDevice(options.gpu ?? globalThis.navigator?.gpu ?? (await findDawn()), options);
}

async function findDawn(): Promise<GPU> {
  if (dawn !== undefined) return dawn;
  try {
    const { create } = await import("webgpu");
    dawn = create([]);
    return dawn;
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new DeviceError(
      {
        operation: "webgpu",
        got: `no package webgpu: ${reason}`,
        expected: "it to be installed",
        hint: "Try npm install webgpu, or pass the option gpu.",
      },
      { cause: error },
    );
  }
}
