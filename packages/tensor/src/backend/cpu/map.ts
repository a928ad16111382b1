import { isFloat, type TypedArray } from "../../dtype.js";
import { ne } from "../../expression/expression.js";
import { broadcastStrides, collapse, forEachRow } from "../../layout.js";
import type { Pointwise } from "../../ops/pointwise-row.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { blockLength, type Evaluation, evaluation } from "./evaluate.js";

const evaluations: Evaluation[][] = [];
const [exact, wrapping, truth] = [0, 1, 2] as const;

/** A row made ready, which it is when first met: for whole numbers alone, for truths made of numbers, or for all else. */
function evaluationOf(op: Pointwise, inputs: readonly Tensor[], output: Tensor): Evaluation {
  const makesTruths = output.dtype === "bool" && op.result !== "bool";
  const integers = inputs.every(({ storage }) => !isFloat(storage.dtype));
  const key = makesTruths ? truth : integers ? wrapping : exact;
  evaluations[op.id] ??= [];
  const known = evaluations[op.id]![key];
  if (known !== undefined) return known;
  const expression = makesTruths ? ne(op.expression, 0) : op.expression;
  const made = evaluation(expression, op.arity, integers);
  evaluations[op.id]![key] = made;
  return made;
}

/** A run of elements: where it begins in an array, and the step from one to the next. */
interface Run {
  readonly array: TypedArray;
  readonly step: number;
}

/** output[i] = op(inputs[0][i], …), inputs broadcast to the output's shape. */
export function map(op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const evaluated = evaluationOf(op, inputs, output);
  const count = output.numel();
  const steps = inputs.map((input) => flatStep(input, count));
  const operands = [...inputs, output];
  const runOf = (operand: Tensor, step: number): Run => ({ array: elements(operand), step });
  if (output.isContiguous() && steps.every((step) => step >= 0)) {
    const runs = operands.map((operand, i) => runOf(operand, steps[i] ?? 1));
    const starts = operands.map(({ offset }) => offset);
    evaluateRow(evaluated, count, runs, starts);
    return;
  }
  const joined = collapse(
    output.shape,
    operands.map((operand) => broadcastStrides(operand, output.shape)),
  );
  const runs = operands.map((operand, i) => runOf(operand, joined.strides[i]!.at(-1) ?? 0));
  const length = joined.shape.at(-1) ?? 1;
  const offsets = operands.map(({ offset }) => offset);
  forEachRow(joined, offsets, (starts) => evaluateRow(evaluated, length, runs, starts));
}

/** Computes one run, block by block. The last of `runs` is the output's. */
function evaluateRow(
  { operands, result, run }: Evaluation,
  length: number,
  runs: readonly Run[],
  starts: readonly number[],
): void {
  const target = runs[operands.length]!;
  for (let from = 0; from < length; from += blockLength) {
    const count = Math.min(blockLength, length - from);
    for (let i = 0; i < operands.length; i++) {
      const { array, step } = runs[i]!;
      if (step !== 0) read(operands[i]!, count, array, starts[i]! + from * step, step);
      else if (from === 0) operands[i]!.fill(array[starts[i]!]!, 0, count);
    }
    run(count);
    write(result, count, target.array, starts[operands.length]! + from * target.step, target.step);
  }
}

function read(block: Float64Array, count: number, array: TypedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < count; i++, at += step) block[i] = array[at]!;
}

function write(block: Float64Array, count: number, array: TypedArray, start: number, step: number): void {
  for (let i = 0, at = start; i < count; i++, at += step) array[at] = block[i]!;
}

/** The step that walks an operand as one run of `count` elements: 1, 0 for one element or one repeated, −1 where there is none. */
function flatStep(operand: Tensor, count: number): number {
  const size = operand.numel();
  if (size === count && operand.isContiguous()) return 1;
  if (size === 1) return 0;
  for (let axis = 0; axis < operand.strides.length; axis++) if (operand.strides[axis] !== 0) return -1;
  return 0;
}
