import { isFloat } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { type Expression, operand, type Term } from "../expression/expression.js";
import { sameShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import type { KernelPrimitive } from "./primitive.js";

/** One number folded of a value for each element of a line. */
export interface Fold {
  readonly operation: "add" | "maximum";
  readonly of: Expression;
}

export interface LineAttributes {
  /** A small number that some formulas add, against division by 0. */
  readonly epsilon?: number;
}

/**
 * An operation on the lines along the last axis: some folds, one after the other, and then a value for each element, or one
 * for each line. Its operands in expressions are one element of each input, `count` and `epsilon`, and the folds.
 */
export interface LineOperation<Name extends string = string> extends KernelPrimitive<Name, LineAttributes> {
  readonly arity: number;
  readonly folds: readonly Fold[];
  readonly result: Expression;
  /** Whether there is one result for each line, and the last axis goes. */
  readonly reduces: boolean;
}

/** What the formula of a line operation is made of. */
export class Line {
  readonly folds: Fold[] = [];
  readonly elements: readonly [x: Expression, y: Expression];
  /** Elements of the line. */
  readonly count: Expression;
  readonly epsilon: Expression;

  constructor(readonly arity: number) {
    this.elements = [operand(0), operand(1)];
    this.count = operand(arity);
    this.epsilon = operand(arity + 1);
  }

  sum(of: Term): Expression {
    return this.#fold("add", of);
  }

  /** NaN if there is one. */
  largest(of: Term): Expression {
    return this.#fold("maximum", of);
  }

  #fold(operation: Fold["operation"], of: Term): Expression {
    const expression: Expression = typeof of === "number" ? { kind: "constant", value: of } : of;
    return operand(this.arity + 1 + this.folds.push({ operation, of: expression }));
  }
}

/** The operation of a formula over one or two inputs of one shape and one floating-point type. */
export function lineOperation<Name extends string>(
  name: Name,
  arity: 1 | 2,
  formula: (line: Line) => Expression,
  reduces = false,
): LineOperation<Name> {
  const line = new Line(arity);
  const result = formula(line);
  const op: LineOperation<Name> = {
    kind: "kernel",
    name,
    arity,
    folds: line.folds,
    result,
    reduces,
    infer: (inputs) => {
      const [first] = inputs as [Tensor];
      requireAlike(name, inputs);
      return { shape: reduces ? first.shape.slice(0, -1) : first.shape, dtype: first.dtype };
    },
    run: (device, inputs, attributes, output) => device.line(op, inputs, attributes, output),
  };
  return op;
}

function requireAlike(operation: string, inputs: readonly Tensor[]): void {
  const [first] = inputs as [Tensor];
  if (
    isFloat(first.dtype) &&
    inputs.every((each) => each.dtype === first.dtype && sameShape(each.shape, first.shape))
  )
    return;
  throw new DTypeError({
    operation,
    got: inputs.map(({ dtype, shape }) => `${dtype} [${shape.join(", ")}]`).join(" and "),
    expected: "floats of one type and shape",
  });
}
