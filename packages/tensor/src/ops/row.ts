import type { DType } from "../dtype.js";
import type { Expression } from "../expression/expression.js";

// What devices make their kernels of, apart from what makes it a primitive.

/**
 * How a result's dtype follows from the operands': the promoted one, a float (integers become float32), bool,
 * or as the call asks.
 */
export type ResultRule = "promote" | "float" | "bool" | "asked";

/** An operation on one element of each operand at a time. */
export interface PointwiseRow {
  readonly name: string;
  /** A small number, the key under which devices keep what they made for the row. */
  readonly id: number;
  readonly arity: number;
  /** What it computes; every device makes its kernels of this. */
  readonly expression: Expression;
  readonly result: ResultRule;
  /** Where the tests draw operands from; the gradient is not zero or undefined there. */
  readonly samples: readonly [number, number];
}

/** Elements along some axes folded into one. */
export interface ReductionRow {
  readonly name: string;
  /** The value of an empty reduction; null where there is none and the operation refuses. */
  readonly initial: number | null;
  /** What is done with each element and what there is so far. */
  readonly operation: "add" | "mul" | "maximum" | "minimum";
  readonly result: (dtype: DType) => DType;
}

/** Where along one axis the extreme stands; the first of equals. */
export interface ArgReductionRow {
  readonly name: string;
  readonly largest: boolean;
}
