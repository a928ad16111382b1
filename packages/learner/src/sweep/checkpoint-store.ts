import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../node/state-file.js";
import type { TrialTask } from "./trial.js";

/** Where trials keep their state between epochs, for whichever worker goes on with them. */
export interface CheckpointStore {
  read(task: TrialTask): Promise<Uint8Array | null>;
  write(task: TrialTask, state: Uint8Array): Promise<void>;
}

/** Checkpoints as files of a folder: this machine's, or one that all workers share. */
export class CheckpointFolder implements CheckpointStore {
  static readonly name: string = "CheckpointFolder";

  constructor(readonly folder: string) {}

  #path({ sweep, trial }: TrialTask): string {
    return join(this.folder, sweep, `${trial}.safetensors`);
  }

  async read(task: TrialTask): Promise<Uint8Array | null> {
    try {
      return await readFile(this.#path(task));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  write(task: TrialTask, state: Uint8Array): Promise<void> {
    return writeWhole(this.#path(task), state);
  }

  /** Removes a sweep's checkpoints. */
  clear(sweep: string): Promise<void> {
    return rm(join(this.folder, sweep), { recursive: true, force: true });
  }
}
