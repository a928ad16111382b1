import type { DType } from "../../dtype.js";
import { broadcastStrides, collapse } from "../../layout.js";
import { computeTypes, type Pointwise } from "../../ops/pointwise-row.js";
import type { Tensor } from "../../tensor.js";
import type { Commands } from "./commands.js";
import { axes, axesOfAll, groupSize, type Kernel, kernelNamed, mostAxes } from "./kernel.js";
import { writeRow } from "./row.wgsl.js";
import { valueType } from "./value-type.js";
import { bufferOf } from "./webgpu-storage.js";

const fields = { count: 1, rank: 1, offsets: 4, shape: mostAxes, strides: 4 * mostAxes };

interface Variant {
  readonly op: Pointwise;
  readonly output: DType;
  readonly inputs: readonly DType[];
  /** Which inputs are the output itself, changed in place. */
  readonly inPlace: readonly boolean[];
  /** Whether there is more than one axis to walk. */
  readonly strided: boolean;
}

/** output[i] = op(inputs[0][i], …), inputs broadcast to the output's shape. */
export function map(commands: Commands, op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const count = output.numel();
  if (count === 0) return;
  const operands = [output, ...inputs];
  const joined = collapse(
    output.shape,
    operands.map((operand) => broadcastStrides(operand, output.shape)),
  );
  const others = inputs.filter((input) => input.storage !== output.storage);
  const kernel = kernelFor({
    op,
    output: output.dtype,
    inputs: inputs.map((input) => input.dtype),
    inPlace: inputs.map((input) => input.storage === output.storage),
    strided: joined.shape.length > 1,
  });
  const numbers = {
    count,
    rank: joined.shape.length,
    offsets: operands.map((operand) => operand.offset),
    shape: axes(op.name, joined.shape),
    strides: axesOfAll(op.name, joined.strides),
  };
  commands.run(kernel, numbers, [output, ...others].map(bufferOf), Math.ceil(count / groupSize));
}

function kernelFor(variant: Variant): Kernel<typeof fields> {
  const { op, output, inputs, inPlace, strided } = variant;
  const name = `map ${op.name} ${inputs.join()} ${output} ${inPlace.join()} ${strided}`;
  return kernelNamed(name, () => makeKernel(variant));
}

function makeKernel({ op, output, inputs, inPlace, strided }: Variant): Omit<Kernel<typeof fields>, "name"> {
  const at = (operand: number): string => {
    const walked = strided
      ? `position(thread, number(rank), shape, strides + ${operand * mostAxes}u)`
      : `thread * number(strides + ${operand * mostAxes}u)`;
    return `${walked} + number(offsets + ${operand}u)`;
  };
  let bound = 0;
  const elements = inputs.map((_, i) => `${inPlace[i] ? "output" : `input${bound++}`}[${at(i + 1)}]`);
  const { statements, result } = writeRow(op, elements, inputs, output);
  return {
    fields,
    output,
    inputs: inputs.filter((_, i) => !inPlace[i]),
    type: valueType(computeTypes(op, inputs, output).type),
    body: `
  if (thread >= number(count)) { return; }
  ${statements.join("\n  ")}
  output[${at(0)}] = ${result};`,
  };
}
