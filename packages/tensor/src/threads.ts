import { loadKernels } from "./backend/wasm/engine/module.js";
import { checkThreads } from "./backend/wasm/engine/threads.js";

/**
 * How many threads the CPU's kernels share large work among, this one included. Results are the same bits for any number.
 * To begin with it is `MNIST_THREADS`, or the processors there are, at most 8; where no memory can be shared (a page that
 * is not cross-origin isolated, a page's main thread) it is 1.
 *
 * @source torch.get_num_threads
 */
export function getNumThreads(): number {
  return loadKernels()?.threads ?? 1;
}

/**
 * Sets how many threads the CPU's kernels may use from now on. It stays 1 where no memory can be shared.
 *
 * @throws ArgumentError unless it is a whole number from 1 to 64.
 * @source torch.set_num_threads
 * @example
 * setNumThreads(2);
 */
export function setNumThreads(count: number): void {
  checkThreads("setNumThreads", count);
  const kernels = loadKernels();
  if (kernels !== null) kernels.threads = count;
}
