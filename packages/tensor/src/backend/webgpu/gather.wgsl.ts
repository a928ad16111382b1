import type { DType } from "../../dtype.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { ...lineFields, size: 1 };

/** output[…, n, …] = input[…, index[…, n, …], …] along `dim`. */
export function gather(commands: Commands, input: Tensor, dim: number, index: Tensor, output: Tensor): void {
  const numbers = { ...linesOf("gather", dim, index.shape, [input, index, output]), size: input.shape[dim]! };
  const groups = Math.ceil(index.numel() / groupSize);
  commands.run(kernelFor(input.dtype, index.dtype), numbers, [output, input, index].map(bufferOf), groups);
}

function kernelFor(input: DType, index: DType): Kernel<typeof fields> {
  return kernelNamed(`gather ${input} ${index}`, () => ({
    fields,
    output: input,
    inputs: [input, index],
    type: "i32",
    mayFault: true,
    body: `
  if (thread >= number(lines) * number(length)) { return; }
  let line = thread / number(length);
  let n = thread % number(length);
  let place = i32(input1[${lineStart("line", 1)} + n * number(steps + 1u)]);
  if (place < 0 || place >= number(size)) {
    note_fault(1, place, number(size));
    return;
  }
  output[${lineStart("line", 2)} + n * number(steps + 2u)] =
    input0[${lineStart("line", 0)} + place * number(steps)];`,
  }));
}
