import { type PackedError, packError } from "./packed-error.js";

/** What a worker thread is asked. */
export interface Request {
  readonly id: number;
  readonly payload: unknown;
}

/** What it answers. */
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: PackedError };

/** A result, and the memory that moves with it. */
export interface Answer {
  readonly result: unknown;
  readonly transfer: ArrayBuffer[];
}

/** A worker's end of the channel to who started it, in a browser. */
interface WorkerScope {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
}

/** Answers every request that this thread, a worker, is sent; what `answer` throws is sent back. */
export function answerRequests(answer: (payload: unknown) => Answer | Promise<Answer>): void {
  const port = globalThis.process?.getBuiltinModule?.("node:worker_threads")?.parentPort;
  const scope = globalThis as unknown as WorkerScope;
  const reply = (message: Reply, transfer: ArrayBuffer[]): void =>
    port ? port.postMessage(message, transfer) : scope.postMessage(message, transfer);
  const onRequest = async ({ id, payload }: Request): Promise<void> => {
    try {
      const { result, transfer } = await answer(payload);
      reply({ id, result }, transfer);
    } catch (error) {
      reply({ id, error: packError(error) }, []);
    }
  };
  if (port) port.on("message", onRequest);
  else scope.onmessage = ({ data }) => void onRequest(data);
}
