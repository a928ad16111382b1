import { type DType, kinds } from "../../dtype.js";
import { collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { axes, groupSize, type Kernel, kernelNamed, mostAxes, stored } from "./kernel.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { count: 1, rank: 1, offset: 1, value: 1, shape: mostAxes, strides: mostAxes };

/** Sets every element to `value`. */
export function fill(commands: Commands, value: number, output: Tensor): void {
  const count = output.numel();
  if (count === 0) return;
  const joined = collapse(output.shape, [output.strides]);
  const numbers = {
    count,
    rank: joined.shape.length,
    offset: output.offset,
    value: elementBits(value, output.dtype),
    shape: axes("fill", joined.shape),
    strides: axes("fill", joined.strides[0]!),
  };
  commands.run(kernelFor(output.dtype), numbers, [bufferOf(output)], Math.ceil(count / groupSize));
}

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The value as the dtype keeps it, by its bits, as a number of WGSL can be neither NaN nor ∞. */
export function elementBits(value: number, dtype: DType): number {
  if (dtype !== "float32")
    return kinds[dtype].array.from([dtype === "bool" ? Number(value !== 0) : value])[0]!;
  float[0] = value;
  return floatBits[0]!;
}

function kernelFor(output: DType): Kernel<typeof fields> {
  return kernelNamed(`fill ${output}`, () => ({
    fields,
    output,
    inputs: [],
    type: "i32",
    body: `
  if (thread >= number(count)) { return; }
  let at = number(offset) + position(thread, number(rank), shape, strides);
  output[at] = bitcast<${stored[output]}>(number(value));`,
  }));
}
