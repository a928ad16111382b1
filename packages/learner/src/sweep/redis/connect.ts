import { MnistError } from "@mnist/tensor";
import type { DelayedError, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { optional } from "../../optional-package.js";

/** A Redis server that isn't there, isn't one, or does not let one in. */
export class RedisError extends MnistError {
  static override readonly name: string = "RedisError";
}

/** What the packages' optional peers are installed as. */
const packages = ["bullmq@6", "ioredis@6"];

/** What of BullMQ and ioredis is used. */
export interface QueueLibraries {
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
  readonly DelayedError: typeof DelayedError;
  readonly Redis: typeof Redis;
}

/** Both are loaded when a queue is asked for. */
export function loadQueue(): Promise<QueueLibraries> {
  return optional("redis", packages, async () => {
    const [{ Queue, Worker, DelayedError }, { Redis }] = await Promise.all([
      import("bullmq"),
      import("ioredis"),
    ]);
    return { Queue, Worker, DelayedError, Redis };
  });
}

/** An address as it may be shown: without user and password. */
function shownAddress(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//");
}

/** How long an address may take to answer. */
const patience = 5000;

/** Connects, and checks that what answers is a Redis server that lets us in. @throws RedisError in one line */
export async function connect(url: string): Promise<Redis> {
  const { Redis } = await loadQueue();
  const refuse = (got: string, expected: string, hint: string, cause?: unknown): RedisError =>
    new RedisError({ operation: shownAddress(url), got, expected, hint }, { cause });
  if (!/^rediss?:\/\/[^\s]+$/.test(url)) {
    throw refuse("no address of a Redis server", "redis://host:port or rediss://…", "Check --redis.");
  }
  const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let last: unknown;
  probe.on("error", (error) => {
    last = error;
  });
  const timer = setTimeout(() => probe.disconnect(), patience);
  try {
    await probe.connect();
    const info = await probe.info("server");
    if (!/redis_version/.test(info)) throw new Error("no INFO of Redis");
  } catch (error) {
    throw explain(last ?? error, refuse);
  } finally {
    clearTimeout(timer);
    probe.disconnect();
  }
  return new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
}

function explain(
  error: unknown,
  refuse: (got: string, expected: string, hint: string, cause?: unknown) => RedisError,
): RedisError {
  const text =
    error instanceof Error ? `${error.name} ${error.message} ${"code" in error ? error.code : ""}` : "";
  if (/WRONGPASS|NOAUTH|NOPERM|AUTH/i.test(text))
    return refuse(
      "a server that refuses the password",
      "to be let in",
      "Give user and password: redis://user:password@host:port.",
      error,
    );
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/.test(text))
    return refuse("no answer", "a Redis server", "Is it running, and does its port let one in?", error);
  return refuse(
    "an answer that is not Redis's",
    "a Redis server",
    "Check host, port and redis:// or rediss://.",
    error,
  );
}
