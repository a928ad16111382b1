import type { Tensor } from "../tensor.js";
import type { Call } from "./trace.js";

/** What a replay is given. */
export interface Replay {
  /** For the trace's inputs, of the recorded shapes and strides. */
  readonly inputs: readonly Tensor[];
  /** The attributes of this run's calls, by their places in the step. */
  readonly attributes: readonly unknown[];
  /** Take in the trace's outputs. */
  readonly outputs: readonly Tensor[];
}

/** A recorded step as a device replays it. */
export interface Executable {
  /** What it does, one line a group of operations. */
  readonly notes: readonly string[];
  /** Memory for arguments and temporaries. */
  readonly bytes: number;
  /** The calls whose numbers are part of it, and may not be others. */
  readonly fixed: readonly Call[];
  run(replay: Replay): void;
  release(): void;
}
