import type { Redis } from "ioredis";
import type { CheckpointStore } from "../checkpoint-store.js";
import type { TrialTask } from "../trial.js";

/** Bytes of a training's state that Redis is asked to keep. */
const most = 64 * 2 ** 20;
/** Seconds that it keeps it after its latest epoch. */
const kept = 7 * 24 * 3600;

/** Checkpoints in Redis itself, for workers that share no folder. A larger state is not kept, and its trial begins anew. */
export class RedisCheckpoints implements CheckpointStore {
  static readonly name: string = "RedisCheckpoints";

  constructor(readonly redis: Redis) {}

  #key({ sweep, trial }: TrialTask): string {
    return `mnist-sweep-checkpoint:${sweep}:${trial}`;
  }

  read(task: TrialTask): Promise<Uint8Array | null> {
    return this.redis.getBuffer(this.#key(task));
  }

  async write(task: TrialTask, state: Uint8Array): Promise<void> {
    if (state.length > most) return;
    await this.redis.set(this.#key(task), Buffer.from(state), "EX", kept);
  }
}
