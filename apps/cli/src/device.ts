import type { DeviceName } from "./command-line/device-option.js";

/** Computes there from now on; `say` is told which device `auto` took, and why. To be called before a seed is set. */
export async function useDevice(name: DeviceName | undefined, say: (text: string) => void): Promise<void> {
  if (name === undefined || name === "cpu") return;
  const { openDevice } = await import("./open-device.js"); // with nn and WebGPU, which other commands don't load
  await openDevice(name, say);
}
