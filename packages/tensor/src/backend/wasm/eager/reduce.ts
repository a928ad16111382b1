import type { TypedArray } from "../../../dtype.js";
import type { Reduction } from "../../../ops/reduce.js";
import type { Tensor } from "../../../tensor.js";
import { elements } from "../../cpu/cpu-storage.js";
import { reduce } from "../../cpu/reduce.js";
import { type Run, runsOf } from "../replay/lower-reduce.js";

/** Columns that are added up together. */
const STRIP = 2048;

/** Folds float32 in the order in which the kernels of recorded steps do, so that sums have the same bits. */
export function reduceEager(op: Reduction, input: Tensor, dims: readonly number[], output: Tensor): void {
  const isFast = input.dtype === "float32" && op.operation !== "mul" && input.numel() > 0;
  const runs = isFast ? runsOf(input, dims) : null;
  if (runs === null) reduce(op, input, dims, output);
  else reduceRuns(op, input, runs, output);
}

function reduceRuns(
  op: Reduction,
  input: Tensor,
  { kept, outer, inner }: NonNullable<ReturnType<typeof runsOf>>,
  output: Tensor,
): void {
  const [source, target] = [elements(input), elements(output)];
  if (outer !== null) {
    const planes = { size: outer.size * kept.size, stride: kept.stride };
    const partial = new Float32Array(planes.size);
    foldRows(op, source, input.offset, planes, inner, partial, 0);
    const images = { size: outer.size, stride: kept.size };
    foldRows(op, partial, 0, { size: kept.size, stride: 1 }, images, target, output.offset);
  } else if (op.operation === "add" && kept.stride === 1 && inner.size > 1)
    addColumns(source, input.offset, kept.size, inner, target, output.offset);
  else foldRows(op, source, input.offset, kept, inner, target, output.offset);
}

function foldRows(
  { operation }: Reduction,
  source: TypedArray,
  start: number,
  rows: Run,
  columns: Run,
  target: TypedArray,
  to: number,
): void {
  const isNear = columns.stride === 1;
  for (let row = 0; row < rows.size; row++) {
    const at = start + row * rows.stride;
    if (operation === "maximum") target[to + row] = highest(source, at, columns);
    else if (operation === "minimum") target[to + row] = lowest(source, at, columns);
    else target[to + row] = isNear ? sumNear(source, at, columns.size) : sumFar(source, at, columns);
  }
}

/** In four sums, the first of elements 0, 4, 8… */
function sumNear(a: TypedArray, start: number, count: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const end = start + count;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    first += a[at]!;
    second += a[at + 1]!;
    third += a[at + 2]!;
    fourth += a[at + 3]!;
  }
  let sum = first + third + (second + fourth);
  for (; at < end; at++) sum += a[at]!;
  return sum;
}

function sumFar(a: TypedArray, start: number, { size, stride }: Run): number {
  let sum = 0;
  for (let n = 0, at = start; n < size; n++, at += stride) sum += a[at]!;
  return sum;
}

function highest(a: TypedArray, start: number, { size, stride }: Run): number {
  let [odd, even] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let at = start;
  for (let n = 0; n + 2 <= size; n += 2, at += 2 * stride) {
    even = Math.max(even, a[at]!);
    odd = Math.max(odd, a[at + stride]!);
  }
  return size % 2 === 0 ? Math.max(odd, even) : Math.max(odd, even, a[at]!);
}

function lowest(a: TypedArray, start: number, { size, stride }: Run): number {
  let [odd, even] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let at = start;
  for (let n = 0; n + 2 <= size; n += 2, at += 2 * stride) {
    even = Math.min(even, a[at]!);
    odd = Math.min(odd, a[at + stride]!);
  }
  return size % 2 === 0 ? Math.min(odd, even) : Math.min(odd, even, a[at]!);
}

/** Each column for itself, all rows in order. */
function addColumns(
  source: TypedArray,
  start: number,
  columns: number,
  rows: Run,
  target: TypedArray,
  to: number,
): void {
  const sums = new Float64Array(Math.min(columns, STRIP));
  for (let first = 0; first < columns; first += STRIP) {
    const count = Math.min(STRIP, columns - first);
    sums.fill(0);
    let row = 0;
    for (; row + 4 <= rows.size; row += 4) {
      const a = start + first + row * rows.stride;
      const [b, c, d] = [a + rows.stride, a + 2 * rows.stride, a + 3 * rows.stride];
      for (let i = 0; i < count; i++)
        sums[i] = sums[i]! + source[a + i]! + source[b + i]! + source[c + i]! + source[d + i]!;
    }
    for (; row < rows.size; row++) {
      const at = start + first + row * rows.stride;
      for (let i = 0; i < count; i++) sums[i]! += source[at + i]!;
    }
    for (let i = 0; i < count; i++) target[to + first + i] = sums[i]!;
  }
}
