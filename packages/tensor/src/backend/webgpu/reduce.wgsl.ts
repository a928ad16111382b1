import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Reduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import type { CommandQueue } from "./command-queue.js";
import { axes, groupSize, type Kernel, load, mostAxes, toStored, valueType } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = {
  count: 1,
  length: 1,
  offset: 1,
  rank: 1,
  shape: mostAxes,
  strides: mostAxes,
  inner_rank: 1,
  inner_shape: mostAxes,
  inner_strides: mostAxes,
};

/** Elements from which on a workgroup shares the folding of one output. */
const shared = 128;

/** Folds the elements along `dims`; the output is row-major over the axes that stay. */
export function reduce(
  queue: CommandQueue,
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
    offset: input.offset,
    rank: outer.shape.length,
    shape: axes(outer.shape),
    strides: axes(outer.strides[0]!),
    inner_rank: inner.shape.length,
    inner_shape: axes(inner.shape),
    inner_strides: axes(inner.strides[0]!),
  };
  const isShared = length >= shared;
  const kernel = kernelFor(op, input.dtype, output.dtype, isShared);
  const groups = isShared ? count : Math.ceil(count / groupSize);
  queue.run(kernel, numbers, [output, input].map(bufferOf), groups);
}

function kernelFor(op: Reduction, input: DType, output: DType, isShared: boolean): Kernel<typeof fields> {
  const type = valueType(output);
  const first = op.initial === null ? "element(start, 0)" : `${type}(${op.initial})`;
  const fold = (accumulated: string, x: string): string => op.wgsl(accumulated, x);
  const declarations = `
var<workgroup> parts: array<${type}, ${groupSize}>;
fn element(start: i32, n: i32) -> ${type} {
  return ${load("input0[start + position(n, number(inner_rank), inner_shape, inner_strides)]", input, type)};
}`;
  const alone = `
  if (thread >= number(count)) { return; }
  let start = number(offset) + position(thread, number(rank), shape, strides);
  var folded = ${first};
  for (var n = ${op.initial === null ? 1 : 0}; n < number(length); n++) { folded = ${fold("folded", "element(start, n)")}; }
  output[thread] = ${toStored("folded", type, output)};`;
  // Each thread folds every 64th element, then pairs of threads fold what they have, in the same order every time.
  const together = `
  if (group >= number(count)) { return; }
  let start = number(offset) + position(group, number(rank), shape, strides);
  var folded = ${first};
  for (var n = i32(lane); n < number(length); n += ${groupSize}) { folded = ${fold("folded", "element(start, n)")}; }
  parts[lane] = folded;
  for (var half = ${groupSize / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (lane < half) { parts[lane] = ${fold("parts[lane]", "parts[lane + half]")}; }
  }
  if (lane == 0u) { output[group] = ${toStored("parts[0]", type, output)}; }`;
  return {
    name: `reduce ${op.name} ${input} ${output} ${isShared}`,
    fields,
    output,
    inputs: [input],
    type,
    declarations,
    body: isShared ? together : alone,
  };
}
