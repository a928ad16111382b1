import { type DType, isFloat, promoteTypes } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { type Expression, operand } from "../expression/expression.js";
import type { NumberType } from "../expression/typed.js";
import { broadcastShapes, type Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { KernelPrimitive } from "./primitive.js";
import type { PointwiseRow, ResultRule } from "./row.js";

interface Rules {
  readonly result?: ResultRule;
  /** Says that bool operands are refused, as PyTorch does, and what to write in its place. */
  readonly insteadForBools?: string;
  /** Says that operands which are all bool are refused: it needs a number. */
  readonly numbersOnly?: boolean;
  /** Where the tests draw operands from; the gradient is not zero or undefined there. */
  readonly samples?: readonly [number, number];
}

/** An operation on one element of each operand at a time: a row of pointwise.ts. */
export interface Pointwise<Name extends string = string>
  extends KernelPrimitive<Name, PointwiseAttributes>,
    PointwiseRow {
  readonly name: Name;
}

/** Only `copy` takes an attribute: the dtype it converts to. */
export interface PointwiseAttributes {
  readonly dtype?: DType;
}

export const none: PointwiseAttributes = {};

let rows = 0;

/** Makes an expression over one, two or three operands an operation. */
export function pointwise<Name extends string>(
  name: Name,
  make: (...operands: Expression[]) => Expression,
  { result = "promote", insteadForBools, numbersOnly = false, samples = [-3, 3] }: Rules = {},
): Pointwise<Name> {
  const arity = make.length;
  const op: Pointwise<Name> = {
    kind: "kernel",
    name,
    id: rows++,
    arity,
    expression: make(...[0, 1, 2].slice(0, arity).map(operand)),
    result,
    samples,
    infer: (inputs, attributes) => {
      if (insteadForBools !== undefined) refuseBools(name, inputs, insteadForBools);
      if (numbersOnly && inputs.every(({ dtype }) => dtype === "bool")) refuseBools(name, inputs);
      return { shape: broadcast(inputs, name), dtype: resultType(inputs, result, attributes) };
    },
    run: (device, inputs, _attributes, output) => device.map(op, inputs, output),
  };
  return op;
}

/** The operands whose types decide in which one a row computes: all but the condition of `where`. */
function valuesOf<T>(operands: readonly T[]): readonly T[] {
  return operands.length === 3 ? operands.slice(1) : operands;
}

/** The types that a row computes in, and sees each input as, on devices that have no float64. */
export function computeTypes(
  op: PointwiseRow,
  inputs: readonly DType[],
  output: DType,
): { readonly type: NumberType; readonly inputs: readonly NumberType[] } {
  const values = valuesOf(inputs);
  const deciding = op.result === "asked" ? values : [...values, output];
  const type = deciding.includes("float32") ? "float32" : "int32";
  const conditions = inputs.slice(0, inputs.length - values.length);
  const own = conditions.map((dtype): NumberType => (dtype === "float32" ? "float32" : "int32"));
  return { type, inputs: [...own, ...values.map(() => type)] };
}

function refuseBools(operation: string, inputs: readonly Tensor[], instead?: string): void {
  if (inputs.every(({ dtype }) => dtype !== "bool")) return;
  throw new DTypeError({
    operation,
    got: inputs.map(({ dtype }) => dtype).join(" and "),
    expected: instead === undefined ? "numbers" : "numbers, as truths have no difference",
    hint: instead === undefined ? "Try x.int()." : `Try ${instead}, or int() first.`,
  });
}

function broadcast(inputs: readonly Tensor[], name: string): Shape {
  let shape = inputs[0]!.shape;
  for (let i = 1; i < inputs.length; i++) shape = broadcastShapes(shape, inputs[i]!.shape, name);
  return shape;
}

function resultType(inputs: readonly Tensor[], rule: ResultRule, { dtype }: PointwiseAttributes): DType {
  if (rule === "bool") return "bool";
  if (rule === "asked") return dtype ?? inputs[0]!.dtype;
  const promoted = promoteTensors(valuesOf(inputs));
  return rule === "float" && !isFloat(promoted) ? "float32" : promoted;
}

/** PyTorch's promotion: a scalar tensor counts only where it brings a higher category (bool < integer < float). */
export function promoteTensors(inputs: readonly Tensor[]): DType {
  const first = inputs[0]!;
  if (inputs.length === 1) return first.dtype;
  const second = inputs[1]!;
  if (first.dtype === second.dtype) return first.dtype;
  if (first.shape.length > 0 === second.shape.length > 0) return promoteTypes(first.dtype, second.dtype);
  const [tensor, scalar] = first.shape.length > 0 ? [first, second] : [second, first];
  const promoted = promoteTypes(tensor.dtype, scalar.dtype);
  return isFloat(promoted) === isFloat(tensor.dtype) && tensor.dtype !== "bool" ? tensor.dtype : promoted;
}
