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

/** The page's side of the worker that holds the data and the network. */
export class WorkerClient {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    name: "training",
  });
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Response>) => this.#receive(data));
    this.#worker.addEventListener("error", ({ message }) =>
      this.#fail(message || "the worker did not start"),
    );
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

  #fail(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

export const client = new WorkerClient();
