import type { DType } from "../../dtype.js";
import { copy } from "../../ops/pointwise.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { groupSize, type Kernel, kernelNamed, load, toStored } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { map } from "./map.wgsl.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { ...lineFields, size: 1 };

/**
 * output = input, then output[…, index[…, n, …], …] += source[…, n, …] along `dim`. One thread adds a whole line in its
 * order, so that every run gives the same bits.
 */
export function scatterAdd(
  commands: Commands,
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  output: Tensor,
): void {
  map(commands, copy, [input], output);
  if (index.numel() === 0) return;
  const numbers = {
    ...linesOf("scatterAdd", dim, index.shape, [index, source, output]),
    size: input.shape[dim]!,
  };
  const kernel = kernelFor(index.dtype, source.dtype, output.dtype);
  const groups = Math.ceil(numbers.lines / groupSize);
  commands.run(kernel, numbers, [output, index, source].map(bufferOf), groups);
}

function kernelFor(index: DType, source: DType, output: DType): Kernel<typeof fields> {
  return kernelNamed(`scatterAdd ${index} ${source} ${output}`, () => {
    const type = valueType(output);
    const [target, addend] = ["output[at]", "input1[source_start + n * number(steps + 1u)]"];
    return {
      fields,
      output,
      inputs: [index, source],
      type,
      mayFault: true,
      body: `
  if (thread >= number(lines)) { return; }
  let index_start = ${lineStart("thread", 0)};
  let source_start = ${lineStart("thread", 1)};
  let output_start = ${lineStart("thread", 2)};
  for (var n = 0; n < number(length); n++) {
    let place = i32(input0[index_start + n * number(steps)]);
    if (place < 0 || place >= number(size)) {
      note_fault(2, place, number(size));
      continue;
    }
    let at = output_start + place * number(steps + 2u);
    let sum = ${load(target, output, type)} + ${load(addend, source, type)};
    ${target} = ${toStored("sum", type, output)};
  }`,
    };
  });
}
