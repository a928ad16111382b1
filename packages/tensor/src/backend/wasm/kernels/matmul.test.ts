import { describe, expect, it } from "vitest";
import { manualSeed, randn, Tensor } from "../../../index.js";
import { reference } from "../../cpu/cpu-device.js";
import { CpuStorage } from "../../cpu/cpu-storage.js";
import { matmulEager } from "../eager/matmul.js";
import { type Build, binaryOf } from "../engine/binary.js";
import { Kernels } from "../engine/module.js";

const builds: Build[] = ["simd", "relaxed-simd"];

function values(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(seed + i * 1.7) * 2);
}

interface Case {
  rows: number;
  inner: number;
  columns: number;
  leftTransposed: boolean;
  rightTransposed: boolean;
  pad?: number;
}

function operands({ rows, inner, columns, leftTransposed, rightTransposed, pad = 0 }: Case) {
  const leftWidth = (leftTransposed ? rows : inner) + pad;
  const rightWidth = (rightTransposed ? inner : columns) + pad;
  const side = (width: number, transposed: boolean, length: number, seed: number) => ({
    data: values(width * length, seed),
    rowStride: transposed ? 1 : width,
    columnStride: transposed ? width : 1,
  });
  return {
    left: side(leftWidth, leftTransposed, leftTransposed ? inner : rows, 1),
    right: side(rightWidth, rightTransposed, rightTransposed ? columns : inner, 2),
  };
}

interface Matrix {
  readonly data: Float32Array;
  readonly rowStride: number;
  readonly columnStride: number;
}

function tensorOf({ data, rowStride, columnStride }: Matrix, rows: number, columns: number): Tensor {
  const storage = new CpuStorage(reference, "float32", data, 0, data.length);
  return new Tensor(storage, [rows, columns], [rowStride, columnStride], 0);
}

describe.each(builds)("matmul, %s", (build) => {
  const binary = binaryOf(build);
  if (binary === null) throw new Error(`this engine does not run ${build}`);
  const kernels = new Kernels(binary);

  function multiply(
    { rows, inner, columns }: Pick<Case, "rows" | "inner" | "columns">,
    left: Matrix,
    right: Matrix,
    output: Float32Array,
  ): void {
    const target = tensorOf({ data: output, rowStride: columns, columnStride: 1 }, rows, columns);
    matmulEager(kernels, tensorOf(left, rows, inner), tensorOf(right, inner, columns), target);
  }

  function check(shape: Case): void {
    const { rows, inner, columns } = shape;
    const { left, right } = operands(shape);
    const output = new Float32Array(rows * columns).fill(7);
    multiply(shape, left, right, output);
    let worst = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum +=
            left.data[i * left.rowStride + k * left.columnStride]! *
            right.data[k * right.rowStride + j * right.columnStride]!;
        }
        worst = Math.max(worst, Math.abs(sum - output[i * columns + j]!));
      }
    }
    expect(worst, JSON.stringify(shape)).toBeLessThan(1e-6 * (inner + 4) * 4);
  }

  const transposes = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const;

  it.each(transposes)(
    "fits every tail (left transposed %s, right transposed %s)",
    (leftTransposed, rightTransposed) => {
      for (let rows = 1; rows <= 17; rows++) {
        for (let columns = 1; columns <= 17; columns++) {
          for (const inner of [1, 2, 3, 4, 5, 7, 8, 17])
            check({ rows, inner, columns, leftTransposed, rightTransposed });
        }
      }
    },
  );

  it.each(transposes)(
    "gives a row by itself the bits that it has among others (%s, %s)",
    (leftTransposed, rightTransposed) => {
      for (const inner of [0, 1, 6, 100, 399, 400, 401, 403, 1000]) {
        for (const columns of [1, 8, 10, 16, 17, 31, 32, 33, 64, 100]) {
          const shape = { rows: 7, inner, columns, leftTransposed, rightTransposed };
          const { left, right } = operands(shape);
          const all = new Float32Array(7 * columns);
          multiply(shape, left, right, all);
          for (let row = 0; row < 7; row++) {
            const alone = new Float32Array(columns).fill(7);
            const data = left.data.subarray(row * left.rowStride);
            multiply({ ...shape, rows: 1 }, { ...left, data }, right, alone);
            expect(alone).toEqual(all.slice(row * columns, (row + 1) * columns));
          }
        }
      }
    },
  );

  it.each(transposes)(
    "reads rows further apart than they are long (%s, %s)",
    (leftTransposed, rightTransposed) => {
      for (const pad of [1, 4])
        for (const rows of [1, 13])
          for (const columns of [9, 21])
            check({ rows, inner: 11, columns, leftTransposed, rightTransposed, pad });
    },
  );

  it.each(transposes)("crosses its blocks (%s, %s)", (leftTransposed, rightTransposed) => {
    check({ rows: 131, inner: 600, columns: 101, leftTransposed, rightTransposed });
    check({ rows: 61, inner: 257, columns: 8, leftTransposed, rightTransposed });
  });

  it("adds long sums up in blocks, so that their error stays near PyTorch's", () => {
    const inner = 25088;
    manualSeed(0);
    const left = { data: randn([16, inner]).dataSync() as Float32Array, rowStride: inner, columnStride: 1 };
    const right = { data: randn([inner, 16]).dataSync() as Float32Array, rowStride: 16, columnStride: 1 };
    const output = new Float32Array(256);
    multiply({ rows: 16, inner, columns: 16 }, left, right, output);
    let [error, size] = [0, 0];
    output.forEach((value, at) => {
      const [row, column] = [at >> 4, at & 15];
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left.data[row * inner + k]! * right.data[k * 16 + column]!;
      error += (value - sum) ** 2;
      size += sum ** 2;
    });
    // 2.9e-7 is the error of PyTorch 1.13 on the same numbers; that of one long chain is 3.0e-6.
    expect(Math.sqrt(error / size)).toBeLessThan(2 * 2.9e-7);
  });

  it("gives zeros for an empty inner axis and nothing for an empty output", () => {
    check({ rows: 3, inner: 0, columns: 5, leftTransposed: false, rightTransposed: false });
    check({ rows: 0, inner: 4, columns: 5, leftTransposed: false, rightTransposed: false });
    check({ rows: 3, inner: 4, columns: 0, leftTransposed: false, rightTransposed: false });
  });

  it("keeps NaN and infinity where IEEE arithmetic has them: 0·∞ is NaN", () => {
    const output = new Float32Array(4);
    const left = { data: new Float32Array([0, 1, 2, 3]), rowStride: 2, columnStride: 1 };
    const right = { data: new Float32Array([Infinity, 1, 1, NaN]), rowStride: 2, columnStride: 1 };
    multiply({ rows: 2, inner: 2, columns: 2 }, left, right, output);
    expect([...output]).toEqual([NaN, NaN, Infinity, NaN]);
  });
});
