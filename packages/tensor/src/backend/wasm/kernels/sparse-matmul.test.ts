import { describe, expect, it } from "vitest";
import { type Build, binaryOf } from "../engine/binary.js";
import { Kernels } from "../engine/module.js";
import { matmul, panelBytes } from "./matmul.js";
import { sparseMatmul, sparseMatmulTransposed, sparsePackedBytes } from "./sparse-matmul.js";

const builds: Build[] = ["simd", "relaxed-simd"];
const scale = { multiplier: 1, divisor: 255 };

/** Bytes of which about four in five are zero, in runs as in a picture. */
function pictures(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (Math.sin(i * 0.37) > 0.6 ? (i * 97) % 256 : 0));
}

/** Where two arrays first differ, -1 where they never do. */
function difference(left: Float32Array, right: Float32Array): number {
  return left.findIndex((value, i) => !Object.is(value, right[i]));
}

describe.each(builds)("sparse matmul, %s", (build) => {
  const kernels = new Kernels(binaryOf(build)!);
  const { heap } = kernels;

  function put(data: Float32Array | Uint8Array | Uint32Array): number {
    const address = heap.allocate(data.byteLength + 64);
    kernels.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), address);
    return address;
  }

  /** Both products by the sparse and by the dense kernels, from bytes gathered by index or from their floats. */
  function both(
    rows: number,
    inner: number,
    columns: number,
    bytes: boolean,
    turned: boolean,
    special?: number,
  ) {
    const stored = pictures((rows + 3) * inner);
    const index = Uint32Array.from({ length: rows }, (_, i) => (i * 7 + 2) % (rows + 3));
    const dense = new Float32Array(rows * inner);
    for (let i = 0; i < dense.length; i++) {
      dense[i] = Math.fround(stored[index[Math.floor(i / inner)]! * inner + (i % inner)]! / 255);
    }
    const right = Float32Array.from({ length: inner * columns }, (_, i) => Math.cos(i * 1.3));
    const gradient = Float32Array.from({ length: rows * columns }, (_, i) => Math.cos(i * 0.7));
    if (special !== undefined) {
      right[Math.min(right.length - 1, 3 * columns + 1)] = special;
      gradient[gradient.length - 1] = special;
    }
    const [denseAt, rightAt, gradientAt] = [put(dense), put(right), put(gradient)];
    const left = bytes
      ? { address: put(stored), rowStride: inner, index: put(index), scale }
      : { address: denseAt, rowStride: inner, index: 0, scale: null };
    const rightMatrix = {
      address: rightAt,
      rowStride: turned ? 1 : columns,
      columnStride: turned ? inner : 1,
    };
    const gradientMatrix = { address: gradientAt, rowStride: columns, columnStride: 1 };
    const panels = heap.allocate(
      Math.max(panelBytes({ rows, inner, columns }), panelBytes({ rows, inner: rows, columns })),
    );
    const packed = heap.allocate(
      Math.max(sparsePackedBytes(inner, columns), sparsePackedBytes(rows, columns)),
    );
    const outputs = [rows, rows, inner, inner].map((height) => heap.allocate(height * columns * 4));
    const [forward, forwardDense, backward, backwardDense] = outputs as [number, number, number, number];
    const shape = { rows, inner, columns };
    const strides = turned ? { rowStride: 1, columnStride: inner } : { rowStride: columns, columnStride: 1 };
    const program = kernels.program([
      ...sparseMatmul(shape, left, rightMatrix, { address: forward, rowStride: columns }, packed),
      ...matmul(
        shape,
        { address: denseAt, rowStride: inner, columnStride: 1 },
        rightMatrix,
        { address: forwardDense, rowStride: columns },
        panels,
      ),
      ...sparseMatmulTransposed(shape, left, gradientMatrix, { address: backward, ...strides }, packed),
      ...matmul(
        { rows: inner, inner: rows, columns },
        { address: denseAt, rowStride: 1, columnStride: inner },
        gradientMatrix,
        { address: backwardDense, rowStride: columns },
        panels,
      ),
    ]);
    program.run();
    const take = (address: number, length: number) => kernels.floats.slice(address / 4, address / 4 + length);
    const result = {
      forward: take(forward, rows * columns),
      forwardDense: take(forwardDense, rows * columns),
      backward: turned
        ? untwist(take(backward, inner * columns), inner, columns)
        : take(backward, inner * columns),
      backwardDense: take(backwardDense, inner * columns),
    };
    program.release();
    for (const address of [denseAt, rightAt, gradientAt, panels, packed, ...outputs]) heap.release(address);
    if (bytes) for (const address of [left.address, left.index]) heap.release(address);
    return result;
  }

  function untwist(data: Float32Array, rows: number, columns: number): Float32Array {
    return data.map((_, i) => data[(i % columns) * rows + Math.floor(i / columns)]!);
  }

  const cases = [
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ] as const;

  it.each(cases)("has the dense kernel's bits (bytes %s, turned %s)", (bytes, turned) => {
    for (const rows of [1, 3, 16, 17, 70]) {
      for (const inner of [1, 4, 15, 16, 17, 49]) {
        for (const columns of [1, 4, 10, 16, 33, 50]) {
          const { forward, forwardDense, backward, backwardDense } = both(
            rows,
            inner,
            columns,
            bytes,
            turned,
          );
          expect(difference(forward, forwardDense), `${rows} ${inner} ${columns}`).toBe(-1);
          expect(difference(backward, backwardDense), `${rows} ${inner} ${columns}`).toBe(-1);
        }
      }
    }
  });

  it.each(cases)("crosses its blocks with the dense kernel's bits (bytes %s, turned %s)", (bytes, turned) => {
    for (const [rows, inner, columns] of [
      [256, 784, 100],
      [131, 1000, 130],
      [5, 9000, 9],
    ] as const) {
      const { forward, forwardDense, backward, backwardDense } = both(rows, inner, columns, bytes, turned);
      expect(difference(forward, forwardDense)).toBe(-1);
      expect(difference(backward, backwardDense)).toBe(-1);
    }
  });

  it.each([Infinity, -Infinity, NaN])("does not lose 0·%s", (special) => {
    for (const bytes of [true, false]) {
      const { forward, forwardDense, backward, backwardDense } = both(20, 40, 10, bytes, false, special);
      expect(forwardDense.some(Number.isNaN)).toBe(true);
      expect(difference(forward, forwardDense)).toBe(-1);
      expect(difference(backward, backwardDense)).toBe(-1);
    }
  });
});
