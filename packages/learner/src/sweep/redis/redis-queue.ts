import { setTimeout as sleep } from "node:timers/promises";
import { MnistError } from "@mnist/tensor";
import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { TrialExecutor, TrialOutcome, TrialTask } from "../trial.js";
import { connect, loadQueue } from "./connect.js";

/** The queue that all sweeps' trials and all workers share. */
export const queueName = "mnist-sweep";

/** Milliseconds between two looks at the queue. */
const interval = 250;

export interface RedisQueueOptions {
  readonly onNotice?: (text: string) => void;
}

interface Outstanding {
  readonly task: TrialTask;
  readonly resolve: (outcome: TrialOutcome) => void;
  readonly reject: (error: Error) => void;
}

/** Hands trials to the workers of a queue. What Redis forgets is handed to it again. */
export class RedisQueue implements TrialExecutor {
  static readonly name: string = "RedisQueue";

  readonly parallel = null;
  readonly #outstanding = new Map<string, Outstanding>();
  #looking: Promise<void> | null = null;
  #isClosed = false;

  private constructor(
    private readonly queue: Queue<TrialTask, TrialOutcome>,
    private readonly redis: Redis,
    private readonly notice: (text: string) => void,
  ) {}

  /** @throws RedisError where there is no such server */
  static async open(url: string, { onNotice = () => {} }: RedisQueueOptions = {}): Promise<RedisQueue> {
    const redis = await connect(url);
    const { Queue } = await loadQueue();
    const queue = new Queue<TrialTask, TrialOutcome>(queueName, { connection: redis });
    tellOutages(redis, onNotice);
    queue.on("error", () => {}); // told by the connection
    return new RedisQueue(queue, redis, onNotice);
  }

  async run(task: TrialTask): Promise<TrialOutcome> {
    const id = `${task.sweep}-${task.trial}-${task.until}`;
    await this.#add(id, task);
    return new Promise((resolve, reject) => {
      this.#outstanding.set(id, { task, resolve, reject });
      this.#looking ??= this.#look();
    });
  }

  /** Adding what is there already changes nothing. */
  async #add(jobId: string, task: TrialTask): Promise<void> {
    await this.queue.add(task.sweep, task, { jobId, attempts: 1 });
  }

  /** Looks at the outstanding jobs until there are none. */
  async #look(): Promise<void> {
    while (this.#outstanding.size > 0 && !this.#isClosed) {
      const lost: string[] = [];
      for (const [id, { resolve, reject }] of this.#outstanding) {
        const job = (await this.queue.getJob(id).catch(() => null)) as
          | Job<TrialTask, TrialOutcome>
          | undefined
          | null;
        if (this.#isClosed) return;
        if (job === undefined) lost.push(id);
        else if (job?.finishedOn !== undefined) {
          this.#outstanding.delete(id);
          if (job.failedReason) reject(new MnistError(job.failedReason));
          else resolve(job.returnvalue);
          await job.remove().catch(() => {});
        }
      }
      if (lost.length > 0) await this.#giveAgain(lost);
      await sleep(interval);
    }
    this.#looking = null;
  }

  async #giveAgain(lost: readonly string[]): Promise<void> {
    this.notice(
      `Redis has forgotten ${lost.length} trials that were under way or waiting, and their checkpoints; they are handed out anew. What ended is in the results file.`,
    );
    for (const id of lost) {
      const outstanding = this.#outstanding.get(id);
      if (outstanding) await this.#add(id, outstanding.task);
    }
  }

  /** Takes the trials that nobody has begun out of the queue. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const id of this.#outstanding.keys()) {
      const job = this.redis.status === "ready" ? await this.queue.getJob(id) : undefined;
      await job?.remove().catch(() => {}); // a worker has it
    }
    await this.#looking;
    await this.queue.close();
    this.redis.disconnect();
  }
}

/** Says once when the server is gone, and once when it is back. */
export function tellOutages(redis: Redis, notice: (text: string) => void): void {
  let isGone = false;
  redis.on("error", () => {
    if (!isGone) notice("Redis does not answer; waiting for it.");
    isGone = true;
  });
  redis.on("close", () => {
    if (!isGone && redis.status !== "end") notice("Redis does not answer; waiting for it.");
    isGone = true;
  });
  redis.on("ready", () => {
    if (isGone) notice("Redis is back.");
    isGone = false;
  });
}
