import { pictureWorkerSource } from "./embedded-worker.js";
import type { Reply } from "./message-port.js";

/** A worker thread of Node's: what of `worker_threads`' Worker is used here, which a browser's types don't know. */
export interface NodeWorker {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (reply: Reply) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

/** A worker thread of Node's or of a browser's. */
export type AnyWorker = NodeWorker | Worker;

/** Starts a thread that makes pictures. `@throws` where no worker may be started. */
export function startPictureWorker(): AnyWorker {
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  // A worker that inherited the loaders of this process would start them before it does any work.
  if (node !== undefined) return new node.Worker(pictureWorkerSource, { eval: true, execArgv: [], env: {} });
  const url = URL.createObjectURL(new Blob([pictureWorkerSource], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}

/** Hears what a worker replies, and why it ended if it did. */
export function listen(
  worker: AnyWorker,
  onReply: (reply: Reply) => void,
  onEnd: (reason: string) => void,
): void {
  if ("on" in worker) {
    worker.on("message", onReply);
    worker.on("error", (error) => onEnd(error.message));
    worker.on("exit", (code) => onEnd(`it ended with status ${code}`));
  } else {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => onReply(data);
    worker.onerror = ({ message }) => onEnd(message || "it could not be started");
  }
}

/** Whether the process waits for a worker before it ends; in a browser nothing does. */
export function keepAlive(worker: AnyWorker, alive: boolean): void {
  if (!("ref" in worker)) return;
  if (alive) worker.ref();
  else worker.unref();
}
