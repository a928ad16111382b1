import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import type { Request } from "./message-port.js";
import { WorkerPool } from "./worker-pool.js";

/** A worker that answers when it is told to, and ends when it is told to. */
class SlowWorker extends EventEmitter {
  readonly requests: Request[] = [];
  holdsProcess = true;
  #gone: (status: number) => void = () => undefined;

  postMessage(request: unknown): void {
    this.requests.push(request as Request);
  }

  answer(): void {
    this.emit("message", { id: this.requests.shift()!.id, result: "done" });
  }

  terminate(): Promise<number> {
    return new Promise((resolve) => {
      this.#gone = resolve;
    });
  }

  disappear(): void {
    this.emit("exit", 1);
    this.#gone(1);
  }

  ref(): void {
    this.holdsProcess = true;
  }

  unref(): void {
    this.holdsProcess = false;
  }
}

it("holds the process while an answer is owed, and until a closed thread is gone", async () => {
  const worker = new SlowWorker();
  const pool = new WorkerPool(1, () => worker);
  expect(worker.holdsProcess).toBe(false);
  const [first, second] = [pool.ask(1, []), pool.ask(2, [])];
  expect(worker.holdsProcess).toBe(true);
  worker.answer();
  expect(worker.holdsProcess).toBe(true);
  expect(await first).toBe("done");
  const closed = pool.close();
  worker.answer(); // what was under way arrives while the thread is ending
  expect(worker.holdsProcess).toBe(true);
  worker.disappear();
  await closed;
  expect(await second).toBe("done");
});

it("rejects what is owed with the signal's reason, and what is asked later", async () => {
  const worker = new SlowWorker();
  const controller = new AbortController();
  const pool = new WorkerPool(1, () => worker, controller.signal);
  const owed = pool.ask(1, []);
  controller.abort(new Error("enough"));
  await expect(owed).rejects.toThrow("enough");
  await expect(pool.ask(2, [])).rejects.toThrow("enough");
  expect(worker.holdsProcess).toBe(false);
});

it("says of a thread that had answered before that it ended", async () => {
  const worker = new SlowWorker();
  const pool = new WorkerPool(1, () => worker);
  const first = pool.ask(1, []);
  worker.answer();
  await first;
  const second = pool.ask(2, []);
  worker.disappear();
  await expect(second).rejects.toThrow("DataLoader: got a worker thread that ended (it ended with status 1)");
});
