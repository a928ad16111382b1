import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Reduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { writeOperation } from "./expression.wgsl.js";
import {
  axes,
  groupSize,
  type Kernel,
  kernelNamed,
  load,
  mostAxes,
  type NumbersOf,
  toStored,
} from "./kernel.js";
import type { Processor } from "./processor.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = {
  count: 1,
  length: 1,
  parts: 1,
  offset: 1,
  rank: 1,
  shape: mostAxes,
  strides: mostAxes,
  inner_rank: 1,
  inner_shape: mostAxes,
  inner_strides: mostAxes,
};

/** Elements from which on a large workgroup shares the folding of one output. */
const large = 4096;
/** Elements that a workgroup folds before others are put to the same output. */
export const longest = 2 ** 15;
/** What each of those then folds. */
const share = 2 ** 13;
const mostParts = 256;

/** Threads that fold so many elements into one. */
export function lanesFor(length: number, { sharedFrom }: Processor): number {
  if (length < sharedFrom) return 1;
  return length < large ? groupSize : 4 * groupSize;
}

/** Folds the elements along `dims`; the output is row-major over the axes that stay. */
export function reduce(
  commands: Commands,
  op: Reduction,
  input: Tensor,
  dims: readonly number[],
  output: Tensor,
): void {
  const axesOf = (kept: boolean) => {
    const chosen = input.shape.map((_, axis) => axis).filter((axis) => dims.includes(axis) !== kept);
    return collapse(
      chosen.map((axis) => input.shape[axis]!),
      [chosen.map((axis) => input.strides[axis]!)],
    );
  };
  const [outer, inner] = [axesOf(true), axesOf(false)];
  const count = output.numel();
  const length = inner.shape.reduce((product, size) => product * size, 1);
  const numbers = {
    count,
    length,
    parts: 1,
    offset: input.offset,
    rank: outer.shape.length,
    shape: axes(op.name, outer.shape),
    strides: axes(op.name, outer.strides[0]!),
    inner_rank: inner.shape.length,
    inner_shape: axes(op.name, inner.shape),
    inner_strides: axes(op.name, inner.strides[0]!),
  };
  const [from, to] = [bufferOf(input), bufferOf(output)];
  const lanes = lanesFor(length, commands.processor);
  if (lanes === 1) {
    const kernel = kernelFor(op, input.dtype, output.dtype, 1);
    commands.run(kernel, numbers, [to, from], Math.ceil(count / groupSize));
    return;
  }
  const isSplit = count < mostParts && length > longest;
  const parts = isSplit ? Math.min(Math.ceil(length / share), mostParts) : 1;
  const kernel = kernelFor(op, input.dtype, output.dtype, lanes);
  if (parts === 1) {
    commands.run(kernel, numbers, [to, from], count);
    return;
  }
  const partial = commands.pool.take(count * parts * 4);
  commands.run(kernel, { ...numbers, parts }, [partial, from], count * parts);
  const rows = rowsOf(count, parts);
  commands.run(kernelFor(op, output.dtype, output.dtype, groupSize), rows, [to, partial], count);
  commands.pool.give(partial);
}

/** Rows without gaps, each to be folded into one. */
function rowsOf(count: number, length: number): NumbersOf<typeof fields> {
  const outer = { count, rank: 1, shape: [count], strides: [length] };
  return { ...outer, length, parts: 1, offset: 0, inner_rank: 1, inner_shape: [length], inner_strides: [1] };
}

function kernelFor(op: Reduction, input: DType, output: DType, lanes: number): Kernel<typeof fields> {
  return kernelNamed(`reduce ${op.name} ${input} ${output} ${lanes}`, () => {
    const type = valueType(output);
    const fold = (folded: string, x: string): string => writeOperation(op.operation, folded, x);
    const first = op.initial === null ? "element(start, 0)" : `${type}(${op.initial})`;
    const declarations = `
var<workgroup> lanes_folded: array<${type}, ${lanes}>;
fn element(start: i32, n: i32) -> ${type} {
  return ${load("input0[start + position(n, number(inner_rank), inner_shape, inner_strides)]", input, type)};
}`;
    const alone = `
  if (thread >= number(count)) { return; }
  let start = number(offset) + position(thread, number(rank), shape, strides);
  var folded = ${first};
  for (var n = ${op.initial === null ? 1 : 0}; n < number(length); n++) { folded = ${fold("folded", "element(start, n)")}; }
  output[thread] = ${toStored("folded", type, output)};`;
    // Each thread folds every so manieth element, then pairs of threads fold what they have, in the same order every time.
    const together = `
  if (group >= number(count) * number(parts)) { return; }
  let start = number(offset) + position(group / number(parts), number(rank), shape, strides);
  let chunk = (number(length) + number(parts) - 1) / number(parts);
  let begin = group % number(parts) * chunk;
  let end = min(begin + chunk, number(length));
  var folded = ${op.initial === null ? "element(start, min(begin, number(length) - 1))" : first};
  for (var n = begin + i32(lane); n < end; n += ${lanes}) { folded = ${fold("folded", "element(start, n)")}; }
  lanes_folded[lane] = folded;
  for (var half = ${lanes / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { lanes_folded[lane] = ${fold("lanes_folded[lane]", "lanes_folded[lane + half]")}; }
  }
  if (lane == 0u) { output[group] = ${toStored("lanes_folded[0]", type, output)}; }`;
    return {
      fields,
      output,
      inputs: [input],
      type,
      workgroup: [lanes === 1 ? groupSize : lanes, 1],
      declarations,
      body: lanes === 1 ? alone : together,
    };
  });
}
