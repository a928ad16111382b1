import { kinds, type TypedArray } from "../../dtype.js";
import { broadcastStrides, collapse, forEachRow } from "../../layout.js";
import type { Pointwise } from "../../ops/pointwise-row.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";
import { specialize } from "./specialize.js";

type F = (...operands: number[]) => number;
/** Position and step of each operand in turn, the output's first. */
type Loop = (
  count: number,
  out: TypedArray,
  o: number,
  oStep: number,
  a: TypedArray,
  i: number,
  iStep: number,
  b: TypedArray,
  j: number,
  jStep: number,
  c: TypedArray,
  k: number,
  kStep: number,
) => void;

function unary(f: F): Loop {
  return (count, out, o, oStep, a, i, iStep) => {
    for (let n = 0; n < count; n++) {
      out[o] = f(a[i]!);
      o += oStep;
      i += iStep;
    }
  };
}

function binary(f: F): Loop {
  return (count, out, o, oStep, a, i, iStep, b, j, jStep) => {
    for (let n = 0; n < count; n++) {
      out[o] = f(a[i]!, b[j]!);
      o += oStep;
      i += iStep;
      j += jStep;
    }
  };
}

function ternary(f: F): Loop {
  return (count, out, o, oStep, a, i, iStep, b, j, jStep, c, k, kStep) => {
    for (let n = 0; n < count; n++) {
      out[o] = f(a[i]!, b[j]!, c[k]!);
      o += oStep;
      i += iStep;
      j += jStep;
      k += kStep;
    }
  };
}

const factories = [unary, binary, ternary];
const toBool: F = (x) => (x !== 0 ? 1 : 0);
const loops: Loop[][] = [];

/** The loop of one row for one combination of dtypes, made when first met. */
function loopFor(op: Pointwise, inputs: readonly Tensor[], output: Tensor): Loop {
  let key = kinds[output.storage.dtype].code;
  let integers = true;
  for (let i = 0; i < inputs.length; i++) {
    const { code } = kinds[inputs[i]!.storage.dtype];
    integers &&= code === kinds.int32.code;
    key = key * 5 + code;
  }
  loops[op.id] ??= [];
  const known = loops[op.id]![key];
  if (known !== undefined) return known;
  const f = op.name === "copy" && output.dtype === "bool" ? toBool : integers ? op.int32 : op.js;
  const made = specialize(factories[op.arity - 1]!)(f);
  loops[op.id]![key] = made;
  return made;
}

/** output[i] = op(inputs[0][i], …), inputs broadcast to the output's shape. */
export function map(op: Pointwise, inputs: readonly Tensor[], output: Tensor): void {
  const loop = loopFor(op, inputs, output);
  const out = elements(output);
  const first = inputs[0]!;
  const second = inputs[1] ?? first;
  const third = inputs[2] ?? first;
  const [a, b, c] = [elements(first), elements(second), elements(third)];
  const count = output.numel();
  const [i, j, k] = [flatStep(first, count), flatStep(second, count), flatStep(third, count)];
  if (i >= 0 && j >= 0 && k >= 0 && output.isContiguous()) {
    loop(count, out, output.offset, 1, a, first.offset, i, b, second.offset, j, c, third.offset, k);
    return;
  }
  const operands = [output, first, second, third];
  const joined = collapse(
    output.shape,
    operands.map((operand) => broadcastStrides(operand, output.shape)),
  );
  const length = joined.shape.at(-1) ?? 1;
  const [oStep, iStep, jStep, kStep] = joined.strides.map((strides) => strides.at(-1) ?? 0) as [
    number,
    number,
    number,
    number,
  ];
  forEachRow(
    joined,
    operands.map((operand) => operand.offset),
    ([o, p, q, r]) => loop(length, out, o!, oStep, a, p!, iStep, b, q!, jStep, c, r!, kStep),
  );
}

/** The step that walks an operand as one run of `count` elements: 1, 0 for one element or one repeated, −1 where there is none. */
function flatStep(operand: Tensor, count: number): number {
  const size = operand.numel();
  if (size === count && operand.isContiguous()) return 1;
  if (size === 1) return 0;
  for (let axis = 0; axis < operand.strides.length; axis++) if (operand.strides[axis] !== 0) return -1;
  return 0;
}
