import type { TypedArray } from "../../dtype.js";
import { collapse, forEachRow } from "../../layout.js";
import type { LineAttributes, LineOperation } from "../../ops/line-operation.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { blockLength, type Evaluation, evaluation } from "./evaluate.js";

const evaluations = new WeakMap<LineOperation, readonly Evaluation[]>();

/** Of each fold, and of the result. */
function evaluationsOf(op: LineOperation): readonly Evaluation[] {
  let known = evaluations.get(op);
  if (known === undefined) {
    const expressions = [...op.folds.map(({ of }) => of), op.result];
    known = expressions.map((each) => evaluation(each, op.arity + 2 + op.folds.length, false));
    evaluations.set(op, known);
  }
  return known;
}

/** Line by line in float64: each fold over the whole line, then the result. */
export function line(
  op: LineOperation,
  inputs: readonly Tensor[],
  { epsilon = 0 }: LineAttributes,
  output: Tensor,
): void {
  const [first] = inputs as [Tensor];
  const count = first.shape.at(-1)!;
  const outer = collapse(
    first.shape.slice(0, -1),
    inputs.map(({ strides }) => strides.slice(0, -1)),
  );
  const [sources, target] = [inputs.map(elements), elements(output)];
  const steps = inputs.map(({ strides }) => strides.at(-1)!);
  let to = output.offset;
  const visit = (starts: readonly number[]): void => {
    const runs = sources.map((array, i): Run => ({ array, start: starts[i]!, step: steps[i]! }));
    to += computeLine(op, runs, count, [count, epsilon], target, to);
  };
  const [length, strides] = [outer.shape.at(-1) ?? 1, outer.strides.map((each) => each.at(-1) ?? 0)];
  const offsets = inputs.map(({ offset }) => offset);
  forEachRow(outer, offsets, (starts) => {
    for (let n = 0; n < length; n++) visit(starts.map((start, i) => start + n * strides[i]!));
  });
}

interface Run {
  readonly array: TypedArray;
  readonly start: number;
  readonly step: number;
}

/** Answers how many results there were. */
function computeLine(
  op: LineOperation,
  runs: readonly Run[],
  count: number,
  parameters: readonly number[],
  target: TypedArray,
  to: number,
): number {
  const each = evaluationsOf(op);
  const numbers = [...parameters];
  for (const [i, { operation }] of op.folds.entries()) {
    let folded = operation === "add" ? 0 : Number.NEGATIVE_INFINITY;
    inBlocks(each[i]!, runs, numbers, count, ({ result }, length) => {
      for (let n = 0; n < length; n++)
        folded = operation === "add" ? folded + result[n]! : Math.max(folded, result[n]!);
    });
    numbers.push(folded);
  }
  const results = op.reduces ? 1 : count;
  inBlocks(each.at(-1)!, runs, numbers, results, ({ result }, length, from) => {
    for (let n = 0; n < length; n++) target[to + from + n] = result[n]!;
  });
  return results;
}

function inBlocks(
  evaluated: Evaluation,
  runs: readonly Run[],
  numbers: readonly number[],
  count: number,
  take: (evaluated: Evaluation, length: number, from: number) => void,
): void {
  const { operands, run } = evaluated;
  numbers.forEach((number, i) => void operands[runs.length + i]!.fill(number));
  for (let from = 0; from < count; from += blockLength) {
    const length = Math.min(blockLength, count - from);
    runs.forEach(({ array, start, step }, i) => {
      const block = operands[i]!;
      for (let n = 0, at = start + from * step; n < length; n++, at += step) block[n] = array[at]!;
    });
    run(length);
    take(evaluated, length, from);
  }
}
