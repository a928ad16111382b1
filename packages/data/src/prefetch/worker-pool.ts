import { DataError } from "@mnist/tensor";
import type { Reply, Request } from "./message-port.js";
import { unpackError } from "./packed-error.js";
import { type AnyWorker, keepAlive, listen } from "./start-worker.js";

/** A thread that could not be started, or ended before it gave any answer. */
export class NoWorkerError extends DataError {
  static override readonly name: string = "NoWorkerError";

  constructor(reason: string) {
    super({
      operation: "DataLoader",
      got: `no worker thread (${reason})`,
      expected: "one that answers",
      hint: "Try numWorkers: 0.",
    });
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread and the requests it hasn't answered. */
class Member {
  readonly #waiting = new Map<number, Waiting>();
  #answered = false;
  #closing = false;
  #ended: Error | undefined;

  constructor(readonly worker: AnyWorker) {
    keepAlive(worker, false);
    listen(
      worker,
      (reply) => this.#settle(reply),
      (reason) => this.end(this.#answered ? endedEarly(reason) : new NoWorkerError(reason)),
    );
  }

  ask(request: Request, transfer: ArrayBuffer[]): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      keepAlive(this.worker, true);
      this.worker.postMessage(request, transfer);
    });
  }

  end(error: unknown): void {
    this.#ended ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#release();
  }

  /** Ends the thread; the process waits for that. */
  async close(): Promise<void> {
    this.#closing = true;
    keepAlive(this.worker, true);
    await this.worker.terminate();
  }

  /** Nothing is owed any more: the process may end, unless it waits for the thread's end. */
  #release(): void {
    if (!this.#closing) keepAlive(this.worker, false);
  }

  #settle(reply: Reply): void {
    this.#answered = true;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#release();
    if ("error" in reply) waiting?.reject(unpackError(reply.error));
    else waiting?.resolve(reply.result);
  }
}

function endedEarly(reason: string): DataError {
  return new DataError({
    operation: "DataLoader",
    got: `a worker thread that ended (${reason})`,
    expected: "an answer from it",
    hint: "Try numWorkers: 0 to see what goes wrong.",
  });
}

/** Worker threads that are asked in turn. They keep the process alive only while they owe an answer. */
export class WorkerPool {
  readonly #members: Member[] = [];
  #refused: NoWorkerError | undefined;
  readonly #signal: AbortSignal | undefined;
  #asked = 0;

  constructor(count: number, start: () => AnyWorker, signal?: AbortSignal) {
    try {
      while (this.#members.length < count) this.#members.push(new Member(start()));
    } catch (error) {
      this.#refused = new NoWorkerError(error instanceof Error ? error.message : String(error));
    }
    this.#signal = signal;
    signal?.addEventListener("abort", this.#abort);
  }

  /** @throws what the worker threw, NoWorkerError where there is none, the signal's reason once that is aborted. */
  async ask(payload: unknown, transfer: ArrayBuffer[]): Promise<unknown> {
    const id = this.#asked++;
    const member = this.#members[id % this.#members.length];
    if (member === undefined) throw this.#refused;
    return await member.ask({ id, payload }, transfer);
  }

  /** Ends the threads, and waits until they are gone. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#abort);
    await Promise.all(this.#members.map((member) => member.close()));
  }

  readonly #abort = (): void => {
    for (const member of this.#members) member.end(this.#signal?.reason);
  };
}
