import type { Executable } from "../../../compile/executable.js";
import type { Trace } from "../../../compile/trace.js";
import { loadKernels } from "../engine/module.js";
import { lower } from "./lower.js";

/** Makes a recorded step ready to be replayed on the processor; null where the engine has no WebAssembly with SIMD. */
export function prepareOnProcessor(trace: Trace): Executable | null {
  const kernels = loadKernels();
  return kernels && lower(trace, kernels.residence);
}
