import type { OptionSpec } from "./command-line/command.js";
import { choice } from "./command-line/kinds.js";

export const deviceNames = ["cpu", "webgpu", "auto"] as const;
export type DeviceName = (typeof deviceNames)[number];

/** Taken by every command that computes. */
export const deviceOption: OptionSpec = {
  flags: "--device <name>",
  meaning: "compute on cpu, on webgpu, or (auto) where a step takes less time",
  kind: choice(...deviceNames),
};

/** Computes there from now on; `say` is told which device `auto` took, and why. To be called before a seed is set. */
export async function useDevice(name: DeviceName | undefined, say: (text: string) => void): Promise<void> {
  if (name === undefined || name === "cpu") return;
  const { openDevice } = await import("./open-device.js"); // with nn and WebGPU, which other commands don't load
  await openDevice(name, say);
}
