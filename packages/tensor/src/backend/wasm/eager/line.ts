import { allocate } from "../../../allocate.js";
import type { LineAttributes, LineOperation } from "../../../ops/line-operation.js";
import type { Tensor } from "../../../tensor.js";
import { copyElements, copyRun } from "../../cpu/copy.js";
import { elements } from "../../cpu/cpu-storage.js";
import { line } from "../../cpu/line.js";
import { BLOCK, loadBlocks } from "./blocks.js";

/** A line operation by the kernels of recorded steps, as many lines at a time as fill a block. */
export function lineEager(
  op: LineOperation,
  inputs: readonly Tensor[],
  attributes: LineAttributes,
  output: Tensor,
): void {
  const [first] = inputs as [Tensor];
  const columns = first.shape.at(-1)!;
  const memory = first.dtype === "float32" ? loadBlocks(columns) : null;
  if (memory === null) {
    line(op, inputs, attributes, output);
    return;
  }
  if (first.numel() === 0 && !op.reduces) return;
  const kernel = memory.lineKernel(op);
  const sources = inputs.map(together);
  const arrays = sources.map(elements);
  const target = elements(output);
  const results = op.reduces ? 1 : columns;
  const lines = output.numel() / results;
  const most = Math.max(1, Math.floor(BLOCK / Math.max(1, columns)));
  for (let at = 0; at < lines; at += most) {
    const count = Math.min(most, lines - at);
    arrays.forEach((array, i) => {
      copyRun(array, sources[i]!.offset + at * columns, kernel.inputs[i]!, 0, count * columns);
    });
    kernel.run(count, columns, attributes.epsilon ?? 0);
    copyRun(kernel.output, 0, target, output.offset + at * results, count * results);
  }
}

/** The tensor itself if it is row-major, or a copy that is. */
function together(input: Tensor): Tensor {
  if (input.isContiguous()) return input;
  const copied = allocate(input.device, input);
  copyElements(input, copied);
  return copied;
}
