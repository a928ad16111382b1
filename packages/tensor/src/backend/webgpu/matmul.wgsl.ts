import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { axes, axesOfAll, type Kernel, kernelNamed, load, mostAxes, toStored } from "./kernel.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** Rows and columns of the output that a workgroup makes: 8 × 8 threads with 4 × 4 elements each. */
const tile = 32;
const lanes = 8;

const fields = {
  batches: 1,
  rows: 1,
  inner: 1,
  columns: 1,
  rank: 1,
  offsets: 2,
  left_steps: 2,
  right_steps: 2,
  shape: mostAxes,
  strides: 2 * mostAxes,
};

/** Matrix products, batch by batch; the output is row-major. */
export function matmul(commands: Commands, left: Tensor, right: Tensor, output: Tensor): void {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const operands = [left, right];
  const batch = collapse(
    output.shape.slice(0, -2),
    operands.map(({ strides }) => strides.slice(0, -2)),
  );
  const batches = batch.shape.reduce((product, size) => product * size, 1);
  const numbers = {
    batches,
    rows,
    inner: left.shape.at(-1)!,
    columns,
    rank: batch.shape.length,
    offsets: operands.map(({ offset }) => offset),
    left_steps: left.strides.slice(-2),
    right_steps: right.strides.slice(-2),
    shape: axes("matmul", batch.shape),
    strides: axesOfAll("matmul", batch.strides),
  };
  const kernel = kernelFor(left.dtype, right.dtype, output.dtype);
  const groups = batches * Math.ceil(rows / tile) * Math.ceil(columns / tile);
  commands.run(kernel, numbers, [output, left, right].map(bufferOf), groups);
}

/**
 * Each thread keeps 4 × 4 sums, so that a loaded element takes part in four products. Rows of a thread are neighbours; its
 * columns are 8 apart, so that neighbouring threads load neighbouring elements.
 */
function kernelFor(left: DType, right: DType, output: DType): Kernel<typeof fields> {
  return kernelNamed(`matmul ${left} ${right} ${output}`, () => {
    const type = valueType(output);
    const four = (input: number, dtype: DType, at: string): string => {
      const elements = ["x", "y", "z", "w"].map((part) => load(`input${input}[${at}.${part}]`, dtype, type));
      return `vec4<${type}>(${elements.join(", ")})`;
    };
    return {
      fields,
      output,
      inputs: [left, right],
      type,
      workgroup: [lanes, lanes],
      finish: `fn finish(place: i32, sum: ${type}) { output[place] = ${toStored("sum", type, output)}; }`,
      body: `
  let across = (number(columns) + ${tile - 1}) / ${tile};
  let tiles = across * ((number(rows) + ${tile - 1}) / ${tile});
  let batch = group / tiles;
  let row = group % tiles / across * ${tile} + i32(lanes.y) * 4;
  let column = group % tiles % across * ${tile} + i32(lanes.x);
  if (batch >= number(batches) || row >= number(rows) || column >= number(columns)) { return; }
  let rows_here = min(row + vec4<i32>(0, 1, 2, 3), vec4<i32>(number(rows) - 1));
  let columns_here = min(column + ${lanes} * vec4<i32>(0, 1, 2, 3), vec4<i32>(number(columns) - 1));
  var left_at = number(offsets) + position(batch, number(rank), shape, strides) + rows_here * number(left_steps);
  var right_at = number(offsets + 1u) + position(batch, number(rank), shape, strides + ${mostAxes}u)
    + columns_here * number(right_steps + 1u);
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps);
  let length = number(inner);
  var sums: array<vec4<${type}>, 4>;
  for (var n = 0; n < length; n++) {
    let x = ${four(0, left, "left_at")};
    let y = ${four(1, right, "right_at")};
    sums[0] += x.x * y;
    sums[1] += x.y * y;
    sums[2] += x.z * y;
    sums[3] += x.w * y;
    left_at += left_step;
    right_at += right_step;
  }
  for (var i = 0; i < 4 && row + i < number(rows); i++) {
    for (var j = 0; j < 4 && column + ${lanes} * j < number(columns); j++) {
      finish((batch * number(rows) + row + i) * number(columns) + column + ${lanes} * j, sums[i][j]);
    }
  }`,
    };
  });
}
