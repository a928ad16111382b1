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
    const isAway = isMissing(error);
    throw new DeviceError(
      {
        operation: "webgpu",
        got: isAway ? "no package webgpu" : `a package webgpu that does not load: ${reasonOf(error)}`,
        expected: isAway ? "it to be installed" : "one that does",
        hint: "Try npm install webgpu.",
      },
      { cause: error },
    );
  }
}

/** Node's message names the file that asked, which helps nobody. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  error.code === "ERR_MODULE_NOT_FOUND" &&
  /'webgpu'/.test(error.message);

const reasonOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split("\n")[0]!;
