import { allocate } from "../../../allocate.js";
import type { TypedArray } from "../../../dtype.js";
import type { Applied, Called, Expression } from "../../../expression/expression.js";
import { broadcastStrides, collapse, forEachRow } from "../../../layout.js";
import { copy } from "../../../ops/pointwise.js";
import type { Pointwise } from "../../../ops/pointwise-row.js";
import type { Tensor } from "../../../tensor.js";
import { copyElements, copyRun, copySteps } from "../../cpu/copy.js";
import { elements } from "../../cpu/cpu-storage.js";
import { flatStep, isOne, map } from "../../cpu/map.js";
import { canGenerate } from "../generator/row-value.js";
import { BLOCK, type BlockKernel, type Blocks, loadBlocks } from "./blocks.js";

/** Elements from which on a kernel is worth its call where JavaScript gives the same bits. */
const worthwhile = 128;
const singlyRounded: ReadonlySet<string> = new Set(["add", "sub", "mul", "div", "sqrt"]);

/** Operations of an expression that round a float32 result. */
function roundings(expression: Expression, seen = new Set<Expression>()): number {
  if (seen.has(expression) || !("values" in expression)) return 0;
  seen.add(expression);
  return expression.values.reduce((sum, value) => sum + roundings(value, seen), roundingsOf(expression));
}

function roundingsOf(part: Applied | Called): number {
  if (part.kind === "call") return part.callee.single === undefined ? 1 : 2;
  return singlyRounded.has(part.operation) ? 1 : 0;
}

const exactRows: (boolean | undefined)[] = [];

/** Whether the row is rounded once, so that the reference gives the bits of the kernels. */
function isExact(op: Pointwise): boolean {
  exactRows[op.id] ??= roundings(op.expression) <= 1;
  return exactRows[op.id]!;
}

/** output[i] = op(inputs[0][i], …) by the kernels of recorded steps, block by block, to the same bits. */
export function mapEager(op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  if (op === copy && inputs[0]!.dtype === output.dtype) {
    copyElements(inputs[0]!, output);
    return;
  }
  const memory = isForJavaScript(op, inputs, output) ? null : loadBlocks();
  if (memory === null) map(op, inputs, output);
  else mapBlocks(memory, op, inputs, output);
}

/** Whether a call is too small to be worth a kernel, and has the same bits without, or there is none. */
function isForJavaScript(op: Pointwise, inputs: readonly Tensor[], output: Tensor): boolean {
  if (output.numel() < worthwhile && isExact(op) && !isMixed(inputs, output)) return true;
  const dtypes = inputs.map(({ dtype }) => dtype);
  return !canGenerate(op, dtypes, output.dtype);
}

/** Whether whole numbers meet floats or become some, as which kernels see them. */
function isMixed(inputs: readonly Tensor[], output: Tensor): boolean {
  let [whole, real] = [false, output.dtype === "float32"];
  for (let i = 0; i < inputs.length; i++) {
    const { dtype } = inputs[i]!;
    if (dtype === "int32") whole = true;
    else if (dtype === "float32") real = true;
  }
  return whole && real;
}

function mapBlocks(memory: Blocks, op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const count = output.numel();
  const steps = inputs.map((input) => flatStep(input, count));
  const isFlat = output.isContiguous() && steps.every((step) => step >= 0);
  const operands = isFlat ? inputs : inputs.map(gathered);
  const same = operands.map((input, i) => (isFlat ? steps[i] === 0 : isOne(input)));
  const dtypes = inputs.map(({ dtype }) => dtype);
  const kernel = memory.kernel(op, dtypes, same, output.dtype);
  operands.forEach((input, i) => {
    if (same[i]) kernel.inputs[i]![0] = elements(input)[input.offset]!;
  });
  if (isFlat) mapFlat(kernel, operands, same, output);
  else mapRows(kernel, operands, same, output);
}

/** An operand whose rows cannot be copied as they are, as one that has them side by side. */
function gathered(input: Tensor): Tensor {
  const last = input.shape.length - 1;
  const stride = input.strides[last];
  if (isOne(input) || stride === 1 || stride === 0 || input.shape[last] === 1) return input;
  const together = allocate(input.device, input);
  copyElements(input, together);
  return together;
}

/** Operands that are all one run of elements, or one element. */
function mapFlat(
  kernel: BlockKernel,
  inputs: readonly Tensor[],
  same: readonly boolean[],
  output: Tensor,
): void {
  const sources = inputs.map(elements);
  const target = elements(output);
  const total = output.numel();
  for (let from = 0; from < total; from += BLOCK) {
    const count = Math.min(BLOCK, total - from);
    for (let i = 0; i < sources.length; i++)
      if (!same[i]) copyRun(sources[i]!, inputs[i]!.offset + from, kernel.inputs[i]!, 0, count);
    kernel.run(count);
    copyRun(kernel.output, 0, target, output.offset + from, count);
  }
}

/** Operands in any layout: as many rows, or parts of one, as fill a block. */
function mapRows(
  kernel: BlockKernel,
  inputs: readonly Tensor[],
  same: readonly boolean[],
  output: Tensor,
): void {
  const operands = [output, ...inputs];
  const joined = collapse(
    output.shape,
    operands.map((operand) => broadcastStrides(operand, output.shape)),
  );
  const columns = joined.shape.at(-1) ?? 1;
  const steps = joined.strides.map((strides) => strides.at(-1) ?? 0);
  const [outStep] = steps as [number];
  const sources = inputs.map(elements);
  const target = elements(output);
  let filled = 0;
  let runs: number[] = [];
  const flush = (): void => {
    kernel.run(filled);
    for (let at = 0, i = 0; i < runs.length; i += 2) {
      const [start, count] = [runs[i]!, runs[i + 1]!];
      copyOut(kernel.output, at, target, start, outStep, count);
      at += count;
    }
    filled = 0;
    runs = [];
  };
  const offsets = operands.map(({ offset }) => offset);
  forEachRow(joined, offsets, (starts) => {
    for (let column = 0; column < columns; ) {
      const count = Math.min(columns - column, BLOCK - filled);
      for (let i = 0; i < sources.length; i++) {
        if (same[i]) continue;
        const step = steps[i + 1]!;
        copyIn(sources[i]!, starts[i + 1]! + column * step, step, kernel.inputs[i]!, filled, count);
      }
      const start = starts[0]! + column * outStep;
      const end = runs.length - 2;
      if (outStep === 1 && end >= 0 && runs[end]! + runs[end + 1]! === start) runs[end + 1]! += count;
      else runs.push(start, count);
      filled += count;
      column += count;
      if (filled === BLOCK) flush();
    }
  });
  if (filled > 0) flush();
}

function copyIn(
  source: TypedArray,
  from: number,
  step: number,
  block: TypedArray,
  to: number,
  count: number,
): void {
  if (step === 1) copyRun(source, from, block, to, count);
  else if (step === 0) block.fill(source[from]!, to, to + count);
  else copySteps(source, from, step, block, to, 1, count);
}

function copyOut(
  block: TypedArray,
  from: number,
  target: TypedArray,
  to: number,
  step: number,
  count: number,
): void {
  if (step === 1) copyRun(block, from, target, to, count);
  else copySteps(block, from, 1, target, to, step, count);
}
