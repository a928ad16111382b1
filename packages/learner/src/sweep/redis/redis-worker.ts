import type { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { CheckpointStore } from "../checkpoint-store.js";
import { RefusedTrialError, type TrialExecutor, type TrialOutcome, type TrialTask } from "../trial.js";
import { connect, loadQueue } from "./connect.js";
import { RedisCheckpoints } from "./redis-checkpoints.js";
import { queueName, tellOutages } from "./redis-queue.js";

export interface RedisWorkerOptions {
  /** Trials at once. @default 1 */
  readonly concurrency?: number;
  /** Milliseconds after which a worker that is no longer heard of has lost its trial to another. @default 30000 */
  readonly lockDuration?: number;
  /** Where checkpoints are, if not in Redis: a folder that all workers share. */
  readonly checkpoints?: CheckpointStore;
  /** What trains a trial, with these checkpoints. */
  executor(checkpoints: CheckpointStore): TrialExecutor;
  readonly onNotice?: (text: string) => void;
}

/** How long a refused trial waits for another worker, in milliseconds. */
const refusedDelay = 2000;

/** Takes trials out of a queue and trains them. */
export class RedisWorker {
  static readonly name: string = "RedisWorker";

  private constructor(
    private readonly worker: Worker<TrialTask, TrialOutcome>,
    private readonly executor: TrialExecutor,
    private readonly connections: readonly Redis[],
  ) {}

  /** @throws RedisError where there is no such server */
  static async open(url: string, options: RedisWorkerOptions): Promise<RedisWorker> {
    const { concurrency = 1, lockDuration = 30_000, onNotice = () => {} } = options;
    const [redis, store] = [await connect(url), await connect(url)];
    const { DelayedError, Worker } = await loadQueue();
    const executor = options.executor(options.checkpoints ?? new RedisCheckpoints(store));
    const worker = new Worker<TrialTask, TrialOutcome>(
      queueName,
      async (job, token) => {
        try {
          return await executor.run(job.data);
        } catch (error) {
          if (!(error instanceof RefusedTrialError)) throw error;
          onNotice(`Left for another worker: ${error.message}`);
          await job.moveToDelayed(Date.now() + refusedDelay, token);
          throw new DelayedError();
        }
      },
      {
        connection: redis,
        concurrency,
        lockDuration,
        stalledInterval: lockDuration,
        // A trial may lose as many workers as it takes: what it has learned is in its checkpoint.
        maxStalledCount: 1000,
      },
    );
    tellOutages(redis, onNotice);
    store.on("error", () => {}); // told by the other connection
    worker.on("error", (error) => {
      if (/lock/i.test(error.message)) onNotice(`Another worker has taken a trial over: ${error.message}`);
    });
    return new RedisWorker(worker, executor, [redis, store]);
  }

  /** Finishes what is under way, takes nothing more. */
  async drain(): Promise<void> {
    await this.worker.close();
    await this.executor.close();
    for (const connection of this.connections) connection.disconnect();
  }
}
