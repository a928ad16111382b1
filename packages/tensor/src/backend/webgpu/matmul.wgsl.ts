import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { axes, axesOfAll, type Kernel, kernelNamed, load, mostAxes, toStored } from "./kernel.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** A workgroup is 8 × 8 threads. */
const lanes = 8;
/** Rows of the output that a thread makes, and columns: what it loads serves all of a row or column of these. */
type Rows = 8 | 4;
const columnsOfThread = 4;
const across = lanes * columnsOfThread;

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
  const groupsOf = (each: Rows): number =>
    batches * Math.ceil(rows / (lanes * each)) * Math.ceil(columns / across);
  const rowsOfThread = groupsOf(8) >= commands.fewestGroups ? 8 : 4;
  const kernel = kernelFor(rowsOfThread, left.dtype, right.dtype, output.dtype);
  commands.run(kernel, numbers, [output, left, right].map(bufferOf), groupsOf(rowsOfThread));
}

/**
 * Each thread keeps 8 × 4 or 4 × 4 sums, so that a loaded element takes part in four products at least. Rows of a thread are
 * neighbours; its columns are 8 apart, so that neighbouring threads load neighbouring elements.
 */
function kernelFor(rows: Rows, left: DType, right: DType, output: DType): Kernel<typeof fields> {
  return kernelNamed(`matmul ${rows} ${left} ${right} ${output}`, () => {
    const type = valueType(output);
    const parts = ["x", "y", "z", "w"];
    const four = (input: number, dtype: DType, at: string): string =>
      `vec4<${type}>(${parts.map((part) => load(`input${input}[${at}.${part}]`, dtype, type)).join(", ")})`;
    const quads = (line: (quad: number) => string): string =>
      Array.from({ length: rows / 4 }, (_, quad) => line(quad)).join("\n  ");
    const down = lanes * rows;
    return {
      fields,
      output,
      inputs: [left, right],
      type,
      workgroup: [lanes, lanes],
      finish: `fn finish(place: i32, sum: ${type}) { output[place] = ${toStored("sum", type, output)}; }`,
      body: `
  let across = (number(columns) + ${across - 1}) / ${across};
  let tiles = across * ((number(rows) + ${down - 1}) / ${down});
  let batch = group / tiles;
  let row = group % tiles / across * ${down} + i32(lanes.y) * ${rows};
  let column = group % tiles % across * ${across} + i32(lanes.x);
  if (batch >= number(batches) || row >= number(rows) || column >= number(columns)) { return; }
  let next = vec4<i32>(0, 1, 2, 3);
  let left_start = number(offsets) + position(batch, number(rank), shape, strides);
  ${quads((quad) => `var left_at${quad} = left_start + min(row + ${4 * quad} + next, vec4<i32>(number(rows) - 1)) * number(left_steps);`)}
  let columns_here = min(column + ${lanes} * next, vec4<i32>(number(columns) - 1));
  var right_at = number(offsets + 1u) + position(batch, number(rank), shape, strides + ${mostAxes}u)
    + columns_here * number(right_steps + 1u);
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps);
  let length = number(inner);
  var sums: array<vec4<${type}>, ${rows}>;
  for (var n = 0; n < length; n++) {
    let y = ${four(1, right, "right_at")};
    right_at += right_step;
    ${quads(
      (quad) => `let x${quad} = ${four(0, left, `left_at${quad}`)};
    ${parts.map((part, i) => `sums[${4 * quad + i}] += x${quad}.${part} * y;`).join("\n    ")}
    left_at${quad} += left_step;`,
    )}
  }
  for (var i = 0; i < ${rows} && row + i < number(rows); i++) {
    for (var j = 0; j < ${columnsOfThread} && column + ${lanes} * j < number(columns); j++) {
      finish((batch * number(rows) + row + i) * number(columns) + column + ${lanes} * j, sums[i][j]);
    }
  }`,
    };
  });
}
