export { compareObjectives, type Direction } from "../compare-objectives.js";
export { CheckpointFolder, type CheckpointStore } from "./checkpoint-store.js";
export { LocalProcesses, type LocalProcessesOptions } from "./local-processes.js";
export { proposeSettings, type Settings } from "./propose.js";
export { RedisError } from "./redis/connect.js";
export { RedisQueue, type RedisQueueOptions } from "./redis/redis-queue.js";
export { RedisWorker, type RedisWorkerOptions } from "./redis/redis-worker.js";
export { ResultsFile, type TrialResult } from "./results-file.js";
export {
  type PlannedTrial,
  planTrials,
  rungsOf,
  runSweep,
  type SweepOptions,
  type SweepProgress,
  sweepId,
} from "./run-sweep.js";
export {
  type Halving,
  type ParameterRange,
  readSweepSpec,
  type SearchMethod,
  type SettingValue,
  type SweepSpec,
  specJson,
} from "./sweep-spec.js";
export { sweepTable } from "./sweep-table.js";
export { type TrialMethod, trainTrial, trialData, trialVersion } from "./train-trial.js";
export {
  RefusedTrialError,
  type RunTrial,
  type TrialContext,
  type TrialExecutor,
  type TrialOutcome,
  type TrialTask,
} from "./trial.js";
export { serveTrials } from "./trial-process.js";
