import type { DType } from "../../dtype.js";
import { inputValue, typed } from "../../expression/typed.js";
import { broadcastStrides, collapse } from "../../layout.js";
import { computeTypes, type Pointwise } from "../../ops/pointwise-row.js";
import type { Tensor } from "../../tensor.js";
import type { CommandQueue } from "./command-queue.js";
import { writeExpression } from "./expression.wgsl.js";
import { axes, axesOfAll, groupSize, type Kernel, kernelNamed, load, mostAxes, toStored } from "./kernel.js";
import { valueType as wgslType } from "./value-type.js";
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
export function map(queue: CommandQueue, op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
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
  queue.run(kernel, numbers, [output, ...others].map(bufferOf), Math.ceil(count / groupSize));
}

function kernelFor(variant: Variant): Kernel<typeof fields> {
  const { op, output, inputs, inPlace, strided } = variant;
  const name = `map ${op.name} ${inputs.join()} ${output} ${inPlace.join()} ${strided}`;
  return kernelNamed(name, () => makeKernel(variant));
}

function makeKernel({ op, output, inputs, inPlace, strided }: Variant): Omit<Kernel<typeof fields>, "name"> {
  const computes = computeTypes(op, inputs, output);
  const type = wgslType(computes.type);
  const at = (operand: number): string => {
    const walked = strided
      ? `position(thread, number(rank), shape, strides + ${operand * mostAxes}u)`
      : `thread * number(strides + ${operand * mostAxes}u)`;
    return `${walked} + number(offsets + ${operand}u)`;
  };
  let bound = 0;
  const loads = inputs.map((dtype, i) => {
    const array = inPlace[i] ? "output" : `input${bound++}`;
    return `let x${i} = ${load(`${array}[${at(i + 1)}]`, dtype, wgslType(computes.inputs[i]!))};`;
  });
  const value = typed(
    op.expression,
    computes.type,
    computes.inputs.map((each, i) => inputValue(i, each)),
  );
  const { statements, result } = writeExpression(
    value,
    inputs.map((_, i) => `x${i}`),
  );
  const isCondition = value.type === "truth";
  // WGSL's own functions promise nothing for NaN.
  const guarded = inputs.length === 1 && op.result === "float";
  return {
    fields,
    output,
    inputs: inputs.filter((_, i) => !inPlace[i]),
    type,
    body: `
  if (thread >= number(count)) { return; }
  ${[...loads, ...statements].join("\n  ")}
  ${isCondition ? "let result" : `var result: ${type}`} = ${result};
  ${guarded ? "if (is_nan(x0)) { result = x0; }" : ""}
  output[${at(0)}] = ${toStored("result", isCondition ? "bool" : type, output)};`,
  };
}
