import type { DType } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed, load } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

/** Running sums along each line. */
export function cumsum(commands: Commands, input: Tensor, dim: number, output: Tensor): void {
  if (output.numel() === 0) return;
  const numbers = linesOf("cumsum", dim, input.shape, [input, output]);
  const groups = Math.ceil(numbers.lines / groupSize);
  commands.run(kernelFor(input.dtype, output.dtype), numbers, [output, input].map(bufferOf), groups);
}

function kernelFor(input: DType, output: DType): Kernel<typeof lineFields> {
  return kernelNamed(`cumsum ${input} ${output}`, () => {
    const type = valueType(output);
    return {
      fields: lineFields,
      output,
      inputs: [input],
      type,
      body: `
  if (thread >= number(lines)) { return; }
  let start = ${lineStart("thread", 0)};
  let target_start = ${lineStart("thread", 1)};
  var sum = ${type}(0);
  for (var n = 0; n < number(length); n++) {
    sum += ${load("input0[start + n * number(steps)]", input, type)};
    output[target_start + n * number(steps + 1u)] = sum;
  }`,
    };
  });
}
