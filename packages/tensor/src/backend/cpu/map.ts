import { isFloat, type TypedArray } from "../../dtype.js";
import { ne } from "../../expression/expression.js";
import { broadcastStrides, collapse, forEachRow } from "../../layout.js";
import type { Pointwise } from "../../ops/pointwise-row.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { blockLength, type Evaluation, evaluation } from "./evaluate.js";

/** By the row and which of three it is. */
const evaluations: Evaluation[] = [];
const [exact, wrapping, truth] = [0, 1, 2] as const;

/** A row made ready, which it is when first met: for whole numbers alone, for truths made of numbers, or for all else. */
function evaluationOf(op: Pointwise, inputs: readonly Tensor[], output: Tensor): Evaluation {
  const makesTruths = output.dtype === "bool" && op.result !== "bool";
  let integers = true;
  for (let i = 0; i < inputs.length; i++) integers &&= !isFloat(inputs[i]!.storage.dtype);
  const key = 3 * op.id + (makesTruths ? truth : integers ? wrapping : exact);
  const known = evaluations[key];
  if (known !== undefined) return known;
  const expression = makesTruths ? ne(op.expression, 0) : op.expression;
  const made = evaluation(expression, op.arity, integers);
  evaluations[key] = made;
  return made;
}

/** output[i] = op(inputs[0][i], …), inputs broadcast to the output's shape. */
export function map(op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const evaluated = evaluationOf(op, inputs, output);
  if (isOneRun(inputs, output)) {
    evaluateRow(evaluated, output.numel(), inputs, output, flatSteps, flatStarts);
    return;
  }
  const operands = [...inputs, output];
  const joined = collapse(
    output.shape,
    operands.map((operand) => broadcastStrides(operand, output.shape)),
  );
  const rowSteps = joined.strides.map((strides) => strides.at(-1) ?? 0);
  const length = joined.shape.at(-1) ?? 1;
  const offsets = operands.map(({ offset }) => offset);
  forEachRow(joined, offsets, (at) => evaluateRow(evaluated, length, inputs, output, rowSteps, at));
}

/** Computes one run, block by block; of steps and starts the output's are the last. */
function evaluateRow(
  { operands: blocks, result, run }: Evaluation,
  length: number,
  inputs: readonly Tensor[],
  output: Tensor,
  steps: readonly number[],
  starts: readonly number[],
): void {
  const last = blocks.length;
  const target = elements(output);
  for (let from = 0; from < length; from += blockLength) {
    const count = Math.min(blockLength, length - from);
    for (let i = 0; i < last; i++) {
      const source = elements(inputs[i]!);
      const step = steps[i]!;
      if (step !== 0) read(blocks[i]!, count, source, starts[i]! + from * step, step);
      else if (from === 0) repeat(blocks[i]!, count, source[starts[i]!]!);
    }
    run(count);
    write(result, count, target, starts[last]! + from * steps[last]!, steps[last]!);
  }
}

function read(block: Float64Array, count: number, array: TypedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < count; i++, at += step) block[i] = array[at]!;
}

function repeat(block: Float64Array, count: number, value: number): void {
  for (let i = 0; i < count; i++) block[i] = value;
}

function write(block: Float64Array, count: number, array: TypedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < count; i++, at += step) array[at] = block[i]!;
}

/** How one run walks each operand, the output last; kept, as small calls are many. */
const [flatSteps, flatStarts] = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

/** Whether one run walks all operands, and how. */
function isOneRun(inputs: readonly Tensor[], output: Tensor): boolean {
  const count = output.numel();
  for (let i = 0; i <= inputs.length; i++) {
    const operand = i < inputs.length ? inputs[i]! : output;
    const step = flatStep(operand, count);
    if (step < 0) return false;
    flatSteps[i] = step;
    flatStarts[i] = operand.offset;
  }
  return true;
}

/** The step that walks an operand as one run of `count` elements: 1, 0 for one element or one repeated, −1 where there is none. */
export function flatStep(operand: Tensor, count: number): number {
  if (operand.numel() === count && operand.isContiguous()) return 1;
  return isOne(operand) ? 0 : -1;
}

/** Whether there is one element only, or one repeated. */
export function isOne({ shape, strides }: Tensor): boolean {
  for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== 1 && strides[axis] !== 0) return false;
  return true;
}
