import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { CommandQueue } from "./command-queue.js";
import { axes, axesOfAll, type Kernel, load, mostAxes, toStored, valueType } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";

/** Rows and columns of the tiles that a workgroup shares. */
const tile = 16;

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
export function matmul(queue: CommandQueue, left: Tensor, right: Tensor, output: Tensor): void {
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
    shape: axes(batch.shape),
    strides: axesOfAll(batch.strides),
  };
  const kernel = kernelFor(left.dtype, right.dtype, output.dtype);
  const groups = batches * Math.ceil(rows / tile) * Math.ceil(columns / tile);
  queue.run(kernel, numbers, [output, left, right].map(bufferOf), groups);
}

/** Each workgroup makes one tile of the output, from tiles of both operands that its threads load together. */
function kernelFor(left: DType, right: DType, output: DType): Kernel<typeof fields> {
  const type = valueType(output);
  const element = (input: number, dtype: DType, start: string, [row, column]: [string, string]): string => {
    const steps = input === 0 ? "left_steps" : "right_steps";
    return load(
      `input${input}[${start} + (${row}) * number(${steps}) + (${column}) * number(${steps} + 1u)]`,
      dtype,
      type,
    );
  };
  return {
    name: `matmul ${left} ${right} ${output}`,
    fields,
    output,
    inputs: [left, right],
    type,
    workgroup: [tile, tile],
    declarations: `
var<workgroup> left_tile: array<array<${type}, ${tile}>, ${tile}>;
var<workgroup> right_tile: array<array<${type}, ${tile}>, ${tile}>;`,
    body: `
  let across = (number(columns) + ${tile - 1}) / ${tile};
  let tiles = across * ((number(rows) + ${tile - 1}) / ${tile});
  let batch = group / tiles;
  if (batch >= number(batches)) { return; }
  let column_lane = i32(lanes.x);
  let row_lane = i32(lanes.y);
  let row = group % tiles / across * ${tile} + row_lane;
  let column = group % tiles % across * ${tile} + column_lane;
  let left_start = number(offsets) + position(batch, number(rank), shape, strides);
  let right_start = number(offsets + 1u) + position(batch, number(rank), shape, strides + ${mostAxes}u);
  var sum = ${type}(0);
  for (var first = 0; first < number(inner); first += ${tile}) {
    var x = ${type}(0);
    if (row < number(rows) && first + column_lane < number(inner)) {
      x = ${element(0, left, "left_start", ["row", "first + column_lane"])};
    }
    var y = ${type}(0);
    if (first + row_lane < number(inner) && column < number(columns)) {
      y = ${element(1, right, "right_start", ["first + row_lane", "column"])};
    }
    left_tile[row_lane][column_lane] = x;
    right_tile[row_lane][column_lane] = y;
    workgroupBarrier();
    for (var n = 0; n < ${tile}; n++) { sum += left_tile[row_lane][n] * right_tile[n][column_lane]; }
    workgroupBarrier();
  }
  if (row < number(rows) && column < number(columns)) {
    output[(batch * number(rows) + row) * number(columns) + column] = ${toStored("sum", type, output)};
  }`,
  };
}
