import type { DType } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { axes, axesOfAll, groupSize, type Kernel, kernelNamed, load, mostAxes, toStored } from "./kernel.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** Threads of a workgroup that lie one below the other. */
const lanes = 8;

/** Elements of the output that a thread makes: what it loads serves all of a row or column of these. */
interface Block {
  readonly high: number;
  readonly wide: number;
}

const blocks: readonly Block[] = [
  { high: 8, wide: 8 },
  { high: 8, wide: 4 },
  { high: 4, wide: 4 },
];

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
  const groupsOf = ({ high, wide }: Block): number =>
    Math.ceil((batches * Math.ceil(rows / (lanes * high)) * lanes * Math.ceil(columns / wide)) / groupSize);
  const fits = (each: Block): boolean =>
    groupsOf(each) >= commands.processor.fewestGroups && each.wide <= columns;
  const block = blocks.find(fits) ?? blocks.at(-1)!;
  const kernel = kernelFor(block, left.dtype, right.dtype, output.dtype);
  commands.run(kernel, numbers, [output, left, right].map(bufferOf), groupsOf(block));
}

/**
 * Each thread keeps a block of sums, so that a loaded element takes part in four products at least. Rows of a thread are
 * neighbours; its columns are as far apart as there are threads across, so that neighbouring threads load neighbouring
 * elements and none is left over. Eight threads one below the other are followed by eight in the next column.
 */
function kernelFor(block: Block, left: DType, right: DType, output: DType): Kernel<typeof fields> {
  const { high, wide } = block;
  return kernelNamed(`matmul ${high} × ${wide} ${left} ${right} ${output}`, () => {
    const type = valueType(output);
    const parts = ["x", "y", "z", "w"];
    const four = (input: number, dtype: DType, at: string): string =>
      `vec4<${type}>(${parts.map((part) => load(`input${input}[${at}.${part}]`, dtype, type)).join(", ")})`;
    const quads = (size: number, line: (quad: number) => string): string =>
      Array.from({ length: size / 4 }, (_, quad) => line(quad)).join("\n  ");
    const products = (quad: number, columnsQuad: number): string =>
      parts
        .map(
          (part, i) =>
            `sums[${((4 * quad + i) * wide) / 4 + columnsQuad}] += x${quad}.${part} * y${columnsQuad};`,
        )
        .join("\n    ");
    return {
      fields,
      output,
      inputs: [left, right],
      type,
      finish: `fn finish(place: i32, sum: ${type}) { output[place] = ${toStored("sum", type, output)}; }`,
      body: `
  let across = (number(columns) + ${wide - 1}) / ${wide};
  let bands = (number(rows) + ${lanes * high - 1}) / ${lanes * high};
  let band = thread / (${lanes} * across);
  let batch = band / bands;
  let row = (band % bands * ${lanes} + thread % ${lanes}) * ${high};
  let column = thread / ${lanes} % across;
  if (batch >= number(batches) || row >= number(rows)) { return; }
  let next = vec4<i32>(0, 1, 2, 3);
  let left_start = number(offsets) + position(batch, number(rank), shape, strides);
  let right_start = number(offsets + 1u) + position(batch, number(rank), shape, strides + ${mostAxes}u);
  ${quads(high, (quad) => `var left_at${quad} = left_start + min(row + ${4 * quad} + next, vec4<i32>(number(rows) - 1)) * number(left_steps);`)}
  ${quads(wide, (quad) => `var right_at${quad} = right_start + min(column + across * (${4 * quad} + next), vec4<i32>(number(columns) - 1)) * number(right_steps + 1u);`)}
  let left_step = number(left_steps + 1u);
  let right_step = number(right_steps);
  let length = number(inner);
  var sums: array<vec4<${type}>, ${(high * wide) / 4}>;
  for (var n = 0; n < length; n++) {
    ${quads(wide, (quad) => `let y${quad} = ${four(1, right, `right_at${quad}`)};\n    right_at${quad} += right_step;`)}
    ${quads(
      high,
      (quad) => `let x${quad} = ${four(0, left, `left_at${quad}`)};
    ${quads(wide, (columnsQuad) => products(quad, columnsQuad))}
    left_at${quad} += left_step;`,
    )}
  }
  for (var i = 0; i < ${high} && row + i < number(rows); i++) {
    for (var j = 0; j < ${wide} && column + across * j < number(columns); j++) {
      let place = (batch * number(rows) + row + i) * number(columns) + column + across * j;
      finish(place, sums[i * ${wide / 4} + j / 4][j % 4]);
    }
  }`,
    };
  });
}
