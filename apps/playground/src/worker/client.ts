import { signal } from "@preact/signals";
import type { CallName, Calls, Request, Response } from "./protocol.js";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly report: (progress: unknown) => void;
}

export interface CallOptions<Progress> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** `silent`: it has not answered for some seconds. `dead`: it ended or never started. */
export type Liveness = "alive" | "silent" | "dead";

const beat = 1500;
const patience = 6000;

/** The page's side of the worker that holds the data and the networks. */
class WorkerClient {
  readonly liveness = signal<Liveness>("alive");
  /** Counts the workers there have been: what depends on one is made anew when it changes. */
  readonly generation = signal(0);
  #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #heard = performance.now();

  constructor() {
    this.#worker = this.#start();
    setInterval(() => this.#listen(), beat);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "training" });
    worker.addEventListener("message", ({ data }: MessageEvent<Response>) => this.#receive(data));
    worker.addEventListener("error", ({ message }) => {
      if (worker === this.#worker) this.#die(message || "the training thread did not start");
    });
    return worker;
  }

  /** Ends the worker, whatever it does, and starts another. What was asked of it fails. */
  restart(): void {
    this.#worker.terminate();
    this.#fail("The training thread was started anew.");
    this.#worker = this.#start();
    this.#heard = performance.now();
    this.liveness.value = "alive";
    this.generation.value++;
  }

  /** Asks the worker to do something; aborting the signal is told to it, and its answer still awaited. */
  call<Name extends CallName>(
    name: Name,
    argument: Calls[Name]["argument"],
    { signal, onProgress }: CallOptions<Calls[Name]["progress"]> = {},
  ): Promise<Calls[Name]["result"]> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      const report = (progress: unknown): void => onProgress?.(progress as Calls[Name]["progress"]);
      this.#waiting.set(id, { resolve, reject, report });
    });
    this.#send({ id, call: name, argument });
    const abort = (): void => this.#send({ id, abort: true });
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    return answer.finally(() => signal?.removeEventListener("abort", abort)) as Promise<
      Calls[Name]["result"]
    >;
  }

  #send(request: Request): void {
    this.#worker.postMessage(request);
  }

  #receive(response: Response): void {
    this.#heard = performance.now();
    if (this.liveness.value !== "alive") this.liveness.value = "alive";
    const waiting = this.#waiting.get(response.id);
    if (waiting === undefined) return;
    if ("progress" in response) {
      waiting.report(response.progress);
      return;
    }
    this.#waiting.delete(response.id);
    if ("error" in response) waiting.reject(new Error(response.error));
    else waiting.resolve(response.result);
  }

  /** Asks for a sign of life, and notices where none comes. A page in the background does not judge. */
  #listen(): void {
    if (document.hidden || this.liveness.value === "dead") {
      this.#heard = performance.now();
      return;
    }
    if (performance.now() - this.#heard > patience) this.liveness.value = "silent";
    void this.call("ping", null).catch(() => {});
  }

  #die(message: string): void {
    this.liveness.value = "dead";
    this.#fail(message);
  }

  #fail(message: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new Error(message));
  }
}

export const client = new WorkerClient();
