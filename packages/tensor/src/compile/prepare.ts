import type { Device } from "../backend/device.js";
import { prepareOnProcessor } from "../backend/wasm/replay/prepare.js";
import type { Executable } from "./executable.js";
import type { Trace } from "./trace.js";

/**
 * Makes a recorded step ready to be replayed; null where the engine cannot. The processor's way is asked for here and not by
 * its device, which every program has: those that compile nothing need not load it.
 */
export function prepare(device: Device, trace: Trace): Executable | null {
  return device.prepare === undefined ? prepareOnProcessor(trace) : device.prepare(trace);
}
