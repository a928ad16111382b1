import { EventEmitter } from "node:events";
import { afterEach, expect, it, vi } from "vitest";
import { matmul, panelBytes } from "../kernels/matmul.js";
import { binaryOf } from "./binary.js";
import { Kernels } from "./module.js";
import { startWorker } from "./threads.js";

/** The control block's word that counts the workers which wait for work; see program.ts in assembly/. */
const SLEEPERS_BYTE = 192;
/** Where the tables lie that kernels read, below what the heap hands out. */
const TABLES = { start: 1024, end: 4096 };

afterEach(() => vi.restoreAllMocks());

it("a worker that finds no memory to start is done without", () => {
  class Worker extends EventEmitter {
    unref(): void {
      this.emit("error", new Error("ERR_WORKER_OUT_OF_MEMORY")); // uncaught, it would end the process
    }
  }
  const { module, memory, control } = new Kernels(binaryOf("simd")!, 1);
  vi.spyOn(process, "getBuiltinModule").mockReturnValue({ Worker } as never);
  expect(() => startWorker({ module, memory, control, scratch: 0, number: 1 })).not.toThrow();
});

it("a worker that started while the memory grew finds kernels beyond what it knew of it", () => {
  let source = "";
  class Worker extends EventEmitter {
    constructor(given: string) {
      super();
      source = given;
    }
    unref(): void {}
  }
  vi.spyOn(process, "getBuiltinModule").mockReturnValue({ Worker } as never);
  startWorker({} as never);

  const record = 64;
  const [before, now] = [new SharedArrayBuffer(record), new SharedArrayBuffer(2 * record)];
  new Int32Array(now, record).set([3, 0, 4]); // the fourth kernel, the first of the chain, four bytes
  const memory = {
    buffer: before,
    grow() {
      memory.buffer = now;
    },
  };
  const table = Object.assign([null, null, null], { grow() {}, set: vi.fn() });
  const engine = {
    Module: Object.assign(class {}, { imports: () => [] }),
    Instance: class {
      exports: object;
      constructor(_module: unknown, { env }: { env: { learn?: (record: number) => void } }) {
        const { learn } = env;
        this.exports = learn === undefined ? { run: "run" } : { table, serve: () => learn(record) };
      }
    },
  };
  const workerData = { module: null, memory, control: 0, scratch: 0, number: 1 };
  new Function("require", "WebAssembly", source)(() => ({ workerData }), engine);
  expect(table.set.mock.calls).toEqual([[3, "run"]]);
});

it("a worker that starts leaves the tables alone which others read meanwhile", () => {
  const kernels = new Kernels(binaryOf("simd")!, 2);
  const { heap, bytes, words, control } = kernels;
  const tables = bytes.subarray(TABLES.start, TABLES.end);
  expect(tables.some((byte) => byte !== 0)).toBe(true);
  tables.fill(7); // a product of dense matrices reads none of them
  const shape = { rows: 256, inner: 64, columns: 64 };
  const place = (count: number) => heap.allocate(count * 4);
  const [left, right, output] = [place(256 * 64), place(64 * 64), place(256 * 64)];
  const matrix = (address: number) => ({ address, rowStride: 64, columnStride: 1 });
  const panels = heap.allocate(panelBytes(shape));
  const program = kernels.program(
    matmul(shape, matrix(left), matrix(right), { address: output, rowStride: 64 }, panels),
  );
  program.run();
  const sleepers = (control + SLEEPERS_BYTE) / 4;
  while (Atomics.load(words, sleepers) === 0) Atomics.wait(words, sleepers, 0, 10);
  expect(tables.every((byte) => byte === 7)).toBe(true);
});
