import { type DType, isFloat, promoteTypes } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { broadcastShapes, type Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { KernelPrimitive } from "./primitive.js";

/**
 * How a result's dtype follows from the operands': the promoted one, a float (integers become float32), bool,
 * or as the call asks.
 */
type ResultRule = "promote" | "float" | "bool" | "asked";

/** The operands' values as a WGSL expression sees them. */
type Expression = (...operands: string[]) => string;

interface Row {
  /** The reference, one element at a time. Conditions count as 0 and 1. */
  readonly js: (...operands: number[]) => number;
  /** Replaces `js` where every operand is int32, for results that float64 cannot hold exactly. */
  readonly int32?: (...operands: number[]) => number;
  readonly wgsl: Expression;
  readonly result?: ResultRule;
  /** Says that bool operands are refused, as PyTorch does, and what to write in its place. */
  readonly insteadForBools?: string;
  /** Where the tests draw operands from; the gradient is not zero or undefined there. */
  readonly samples?: readonly [number, number];
}

/** An operation on one element of each operand at a time: a row of pointwise.ts. */
export interface Pointwise<Name extends string = string> extends KernelPrimitive<Name, PointwiseAttributes> {
  /** A small number, the key under which devices keep what they made for the row. */
  readonly id: number;
  readonly arity: number;
  readonly js: Row["js"];
  readonly int32: Row["js"];
  readonly wgsl: Expression;
  readonly result: ResultRule;
  readonly samples: readonly [number, number];
}

/** Only `copy` takes an attribute: the dtype it converts to. */
export interface PointwiseAttributes {
  readonly dtype?: DType;
}

export const none: PointwiseAttributes = {};

let rows = 0;

/** Makes a row an operation. */
export function pointwise<Name extends string>(name: Name, row: Row): Pointwise<Name> {
  const rule = row.result ?? "promote";
  const op: Pointwise<Name> = {
    kind: "kernel",
    name,
    id: rows++,
    arity: row.js.length,
    js: row.js,
    int32: row.int32 ?? row.js,
    wgsl: row.wgsl,
    result: rule,
    samples: row.samples ?? [-3, 3],
    infer: (inputs, attributes) => {
      if (row.insteadForBools !== undefined) refuseBools(name, inputs, row.insteadForBools);
      return { shape: broadcast(inputs, name), dtype: resultType(inputs, rule, attributes) };
    },
    run: (device, inputs, _attributes, output) => device.map(op, inputs, output),
  };
  return op;
}

function refuseBools(operation: string, inputs: readonly Tensor[], instead: string): void {
  if (inputs.every(({ dtype }) => dtype !== "bool")) return;
  throw new DTypeError({
    operation,
    got: inputs.map(({ dtype }) => dtype).join(" and "),
    expected: "numbers, as truths have no difference",
    hint: `Try ${instead}, or int() first.`,
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
  const promoted = promoteTensors(inputs.length === 3 ? inputs.slice(1) : inputs);
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
