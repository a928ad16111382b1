import type { DeviceName } from "../../command-line/device-option.js";

/** What is asked of `train` beside the run's settings. */
export interface TrainOptions {
  readonly out?: string;
  /** False where no folder is to be kept. */
  readonly run?: string | boolean;
  readonly resume?: string | boolean;
  readonly checkpoints?: string;
  readonly config?: string;
  readonly printSchema?: boolean;
  readonly init?: string;
  readonly log?: string;
  readonly plot?: string;
  readonly threads?: number;
  readonly device?: DeviceName;
  readonly offline?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
}
