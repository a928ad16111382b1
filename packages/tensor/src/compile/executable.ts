import type { Tensor } from "../tensor.js";

/** A recorded step as a device replays it. */
export interface Executable {
  /** What it does, one line a group of operations. */
  readonly notes: readonly string[];
  /** Memory for arguments and temporaries. */
  readonly bytes: number;
  /** Runs with other values of the recorded shapes; `inputs` are row-major. */
  run(inputs: readonly Tensor[]): Tensor[];
  release(): void;
}
