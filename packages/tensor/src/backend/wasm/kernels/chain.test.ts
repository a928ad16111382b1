import { describe, expect, it } from "vitest";
import { type Build, binaryOf } from "../engine/binary.js";
import { Kernels } from "../engine/module.js";
import { type ChainOperation, chain, contiguous, scalar } from "./chain.js";

const builds: Build[] = ["simd", "relaxed-simd"];

const unary: Record<string, (x: number) => number> = {
  copy: (x) => x,
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => Number(x > 0) - Number(x < 0),
  square: (x) => x * x,
  sqrt: Math.sqrt,
  reciprocal: (x) => 1 / x,
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  relu: (x) => Math.max(x, 0),
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
};

const binary: Record<string, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
};

const rounded = new Float32Array(1);
const roundedBits = new Int32Array(rounded.buffer);

/** A float32's place among all float32 numbers, so that neighbours differ by one. */
function place(x: number): number {
  rounded[0] = x;
  const bits = roundedBits[0]!;
  return bits < 0 ? -2147483648 - bits : bits;
}

function unitsApart(actual: number, expected: number): number {
  if (Number.isNaN(expected) || Number.isNaN(actual)) return Object.is(actual, expected) ? 0 : Infinity;
  return Math.abs(place(actual) - place(expected));
}

const special = [
  0,
  -0,
  1,
  -1,
  Infinity,
  -Infinity,
  NaN,
  1e-45,
  -1e-45,
  1e-39,
  3e38,
  -3e38,
  88.72,
  88.73,
  -87.4,
];
const edge = [
  -103.9, -104.1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.625, 1e-8, 0.99999994, 1.0000001, 20, -20, 9.1, 2e9, 5,
];

describe.each(builds)("chain, %s", (build) => {
  const kernels = new Kernels(binaryOf(build)!);

  function put(data: Float32Array | Uint8Array | Int32Array): number {
    const address = kernels.heap.allocate(data.byteLength);
    kernels.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), address);
    return address;
  }

  function take(address: number, length: number): Float32Array {
    return kernels.floats.slice(address / 4, address / 4 + length);
  }

  function applyTo(operation: ChainOperation, columns: Float32Array[]): Float32Array {
    const length = columns[0]!.length;
    const output = put(new Float32Array(length + 1).fill(-7));
    const inputs = columns.map((column) => contiguous(put(column)));
    const steps = [{ operation, target: inputs.length, operands: inputs.map((_, i) => i) }];
    const program = kernels.program([
      chain({ rows: 1, columns: length, inputs, outputs: [contiguous(output)], steps }),
    ]);
    program.run();
    const result = take(output, length + 1);
    expect(result[length], "one past the end").toBe(-7);
    for (const address of [output, ...inputs.map((input) => input.address)]) kernels.heap.release(address);
    program.release();
    return result.subarray(0, length);
  }

  function worst(actual: Float32Array, expected: (i: number) => number): [number, number] {
    let found: [number, number] = [0, -1];
    actual.forEach((value, i) => {
      const apart = unitsApart(value, Math.fround(expected(i)));
      if (apart > found[0]) found = [apart, i];
    });
    return found;
  }

  it.each(Object.keys(unary))("%s is within 2 units in the last place", (name) => {
    const spread = Array.from({ length: 40_000 }, (_, i) => Math.sinh((i - 20_000) / 1700) / 100);
    const fine = Array.from({ length: 40_000 }, (_, i) => (i - 20_000) / 200);
    const x = Float32Array.from([...special, ...edge, ...spread, ...fine]);
    const result = applyTo(name as ChainOperation, [x]);
    const [apart, at] = worst(result, (i) => unary[name]!(x[i]!));
    expect(apart, `at ${x[at]}: ${result[at]}`).toBeLessThanOrEqual(
      ["exp", "log", "tanh", "sigmoid"].includes(name) ? 2 : 0,
    );
  });

  it.each(Object.keys(binary))("%s is exact", (name) => {
    const values = [...special, ...edge];
    const a = Float32Array.from(values.flatMap((value) => values.map(() => value)));
    const b = Float32Array.from(values.flatMap(() => values));
    const result = applyTo(name as ChainOperation, [a, b]);
    const [apart, at] = worst(result, (i) => binary[name]!(a[i]!, b[i]!));
    expect(apart, `at ${a[at]}, ${b[at]}: ${result[at]}`).toBe(0);
  });

  it("takes a condition that is NaN for true", () => {
    const condition = Float32Array.of(0, -0, 1, -2, NaN);
    const result = applyTo("where", [condition, new Float32Array(5).fill(3), new Float32Array(5).fill(4)]);
    expect([...result]).toEqual([4, 4, 3, 3, 3]);
  });

  it("fits every length, in place too", () => {
    for (const length of [0, 1, 2, 3, 4, 5, 15, 16, 17, 100, 1023, 1024, 1025, 4096, 5000]) {
      const x = Float32Array.from({ length }, (_, i) => i - 5);
      const address = put(Float32Array.of(...x, 99));
      const one = put(Float32Array.of(1));
      const steps = [{ operation: "add" as const, target: 2, operands: [0, 1] }];
      const program = kernels.program([
        chain({
          rows: 1,
          columns: length,
          inputs: [contiguous(address), scalar(one)],
          outputs: [contiguous(address)],
          steps,
        }),
      ]);
      program.run();
      expect([...take(address, length + 1)]).toEqual([...x.map((value) => value + 1), 99]);
    }
  });

  it("broadcasts rows, columns and periods, and reads and writes strided and other kinds", () => {
    for (const [rows, columns] of [
      [7, 5],
      [300, 10],
      [64, 100],
      [3, 2000],
      [1, 1],
      [33, 1],
      [40, 31],
    ] as const) {
      const matrix = Float32Array.from({ length: rows * columns }, (_, i) => i % 97);
      const row = Float32Array.from({ length: columns }, (_, i) => i * 1000);
      const column = Uint8Array.from({ length: rows }, (_, i) => i % 200);
      const channel = Int32Array.from({ length: 3 }, (_, i) => i * -500);
      const output = put(new Float32Array(rows * columns));
      const flags = put(new Uint8Array(rows * columns));
      const inputs = [
        { address: put(matrix), kind: "float32", rowStride: 1, columnStride: rows },
        { address: put(row), kind: "float32", rowStride: 0, columnStride: 1 },
        { address: put(column), kind: "uint8", rowStride: 1, columnStride: 0 },
        { address: put(channel), kind: "int32", rowStride: 1, columnStride: 0, period: 3 },
      ] as const;
      const outputs = [
        { address: output, kind: "float32", rowStride: columns, columnStride: 1 },
        { address: flags, kind: "bool", rowStride: 1, columnStride: rows },
      ] as const;
      const steps = [
        { operation: "add", target: 6, operands: [0, 1] },
        { operation: "add", target: 7, operands: [2, 3] },
        { operation: "add", target: 4, operands: [6, 7] },
        { operation: "gt", target: 5, operands: [4, 2] },
      ] as const;
      kernels.program([chain({ rows, columns, inputs, outputs, steps })]).run();
      const actual = take(output, rows * columns);
      const bools = kernels.bytes.slice(flags, flags + rows * columns);
      let wrong = 0;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const expected = matrix[i + j * rows]! + row[j]! + column[i]! + channel[i % 3]!;
          if (actual[i * columns + j] !== expected) wrong++;
          if (bools[i + j * rows] !== Number(expected > column[i]!)) wrong++;
        }
      }
      expect(wrong, `${rows} × ${columns}`).toBe(0);
    }
  });

  it("converts floats to integers towards zero and saturates", () => {
    const x = put(Float32Array.of(2.9, -2.9, 3e9, NaN));
    const whole = put(new Int32Array(4));
    const steps = [{ operation: "copy" as const, target: 1, operands: [0] }];
    kernels
      .program([
        chain({ rows: 1, columns: 4, inputs: [contiguous(x)], outputs: [contiguous(whole, "int32")], steps }),
      ])
      .run();
    expect([...kernels.words.slice(whole / 4, whole / 4 + 4)]).toEqual([2, -2, 2147483647, 0]);
  });
});
