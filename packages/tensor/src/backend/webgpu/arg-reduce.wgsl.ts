import type { DType } from "../../dtype.js";
import type { ArgReduction } from "../../ops/reduce.js";
import type { Tensor } from "../../tensor.js";
import type { CommandQueue } from "./command-queue.js";
import { groupSize, type Kernel, load, valueType } from "./kernel.js";
import { lineFields, lineStart, linesOf } from "./lines.js";
import { bufferOf } from "./webgpu-storage.js";

/** The place of each line's extreme: the first of equals, a NaN before all. */
export function argReduce(
  queue: CommandQueue,
  op: ArgReduction,
  input: Tensor,
  dim: number,
  output: Tensor,
): void {
  const numbers = linesOf(dim, input.shape, [input]);
  const groups = Math.ceil(numbers.lines / groupSize);
  queue.run(kernelFor(op, input.dtype), numbers, [output, input].map(bufferOf), groups);
}

function kernelFor(op: ArgReduction, input: DType): Kernel<typeof lineFields> {
  const type = valueType(input);
  const better = op.largest ? "x > best" : "x < best";
  const isNan = (x: string): string => (type === "f32" ? `is_nan(${x})` : "false");
  return {
    name: `argReduce ${op.name} ${input}`,
    fields: lineFields,
    output: "int32",
    inputs: [input],
    type,
    body: `
  if (thread >= number(lines)) { return; }
  let start = ${lineStart("thread", 0)};
  var place = 0;
  var best = ${load("input0[start]", input, type)};
  for (var n = 1; n < number(length) && !${isNan("best")}; n++) {
    let x = ${load("input0[start + n * number(steps)]", input, type)};
    if (${better} || ${isNan("x")}) { place = n; best = x; }
  }
  output[thread] = place;`,
  };
}
