import type { DType } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed, load } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** Positions that sort each line: stable, NaN as the largest of all. Every thread counts what goes before its element. */
export function argsort(
  commands: Commands,
  input: Tensor,
  dim: number,
  descending: boolean,
  output: Tensor,
): void {
  const numbers = linesOf("argsort", dim, input.shape, [input, output]);
  const groups = Math.ceil(input.numel() / groupSize);
  commands.run(kernelFor(input.dtype, descending), numbers, [output, input].map(bufferOf), groups);
}

function kernelFor(input: DType, descending: boolean): Kernel<typeof lineFields> {
  return kernelNamed(`argsort ${input} ${descending}`, () => {
    const type = valueType(input);
    const after = (a: string, b: string): string =>
      type === "f32" ? `(${a} > ${b} || (is_nan(${a}) && !is_nan(${b})))` : `(${a} > ${b})`;
    const [less, more] = [after("x", "other"), after("other", "x")];
    return {
      fields: lineFields,
      output: "int32",
      inputs: [input],
      type,
      body: `
  if (thread >= number(lines) * number(length)) { return; }
  let line = thread / number(length);
  let place = thread % number(length);
  let start = ${lineStart("line", 0)};
  let x = ${load("input0[start + place * number(steps)]", input, type)};
  var before = 0;
  for (var n = 0; n < number(length); n++) {
    let other = ${load("input0[start + n * number(steps)]", input, type)};
    let first = ${descending ? more : less};
    let last = ${descending ? less : more};
    if (first || (!last && n < place)) { before++; }
  }
  output[${lineStart("line", 1)} + before * number(steps + 1u)] = place;`,
    };
  });
}
