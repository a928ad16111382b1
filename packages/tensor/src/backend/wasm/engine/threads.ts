import { ArgumentError } from "../../../errors.js";

/** What a worker needs to help with programs. */
export interface WorkerSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly scratch: number;
  /** From 1; the thread that runs programs is 0. */
  readonly number: number;
}

/** The word of the control block that says a worker has died; program.ts in assembly/ reads it. */
const FAILED_BYTE = 260;
/** Threads that the control block has room for. */
export const MOST_PARTS = 64;
/** More threads than this fight over a training step's few hundred rows. */
const MOST_THREADS = 8;

/**
 * A worker never comes back from `serve`; a trap in a kernel is told to the thread that waits. Generated kernels that came
 * since it last looked are a chain of records, the latest first; see generated.ts. Addresses above 2 GiB arrive as negative
 * numbers. Where the memory grew while the worker started, V8 may leave it with the shorter buffer of before, in which a
 * record would not be found: growing by nothing brings the one of now.
 */
const serve = `(setup) => {
  const { module, memory, control, scratch, number } = setup;
  let table;
  const learn = (record) => {
    memory.grow(0);
    const words = new Int32Array(memory.buffer);
    const fresh = [];
    for (let at = record >>> 0; at !== 0 && words[at / 4] >= table.length; at = words[at / 4 + 1] >>> 0) fresh.push(at);
    table.grow(fresh.length);
    for (const at of fresh) {
      const bytes = new Uint8Array(memory.buffer, at + 12, words[at / 4 + 2]).slice();
      const kernel = new WebAssembly.Module(bytes);
      const calls = {};
      for (const { module, name } of WebAssembly.Module.imports(kernel)) if (module === "calls") calls[name] = () => 0;
      table.set(words[at / 4], new WebAssembly.Instance(kernel, { env: { memory }, calls }).exports.run);
    }
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, learn } });
  table = exports.table;
  try {
    exports.serve(control, scratch, number);
  } catch (error) {
    Atomics.store(new Int32Array(memory.buffer), (control + ${FAILED_BYTE}) / 4, 1);
    throw error;
  }
}`;

const nodeSource = `(${serve})(require("node:worker_threads").workerData);`;
const browserSource = `const serve = ${serve}; onmessage = ({ data }) => serve(data);`;

/** Starts a worker without waiting for it; it does not keep the process alive. `@throws` where none may be started. */
export function startWorker(setup: WorkerSetup): void {
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node !== undefined) {
    // A worker that inherited the loaders of this process would start them before it does any work.
    const worker = new node.Worker(nodeSource, { eval: true, workerData: setup, execArgv: [], env: {} });
    // One that found no memory to start is done without, and a trap is told by the control block: neither ends the process.
    worker.on("error", ({ message }) => process.emitWarning(`a thread that computes has ended: ${message}`));
    worker.unref();
    return;
  }
  const url = URL.createObjectURL(new Blob([browserSource], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  worker.postMessage(setup);
}

/** Whether this thread may wait for others: anywhere but on a page's main thread, given shared memory. */
export function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** A number of threads that somebody asked for. @throws ArgumentError unless it is a whole number from 1 to 64. */
export function checkThreads(operation: string, asked: number, got = String(asked)): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= MOST_PARTS) return asked;
  throw new ArgumentError({ operation, got, expected: `a whole number from 1 to ${MOST_PARTS}` });
}

/** MNIST_THREADS, or as many threads as there are processors, up to 8. @throws ArgumentError where it is no such number. */
export function defaultThreads(): number {
  const asked = globalThis.process?.env?.MNIST_THREADS ?? "";
  if (asked !== "") return checkThreads("MNIST_THREADS", Number(asked), JSON.stringify(asked));
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  const processors = os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.min(MOST_THREADS, processors);
}
