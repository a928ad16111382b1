import type { OptionSpec } from "./command.js";
import { choice } from "./kinds.js";

const deviceNames = ["cpu", "webgpu", "auto"] as const;
export type DeviceName = (typeof deviceNames)[number];

/** Taken by every command that computes. */
export const deviceOption: OptionSpec = {
  flags: "--device <name>",
  meaning: "compute on cpu, on webgpu, or (auto) where a step takes less time",
  kind: choice(...deviceNames),
};
