export * from "./browser.js";
export {
  Checkpoint,
  type CheckpointOptions,
  checkpointsIn,
  latestCheckpoint,
  type OnNotice,
} from "./node/checkpoint.js";
export { type FileSinkOptions, fileSink } from "./node/file-sink.js";
export { readStateFile, saveState } from "./node/state-file.js";
