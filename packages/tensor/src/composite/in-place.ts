import { dispatchInto } from "../dispatch.js";
import { checkHolds } from "../given.js";
import * as rows from "../ops/pointwise.js";
import { copy } from "../ops/pointwise.js";
import { none, type Pointwise } from "../ops/pointwise-row.js";
import { asElement, full } from "../ops/source.js";
import { requireTensor } from "../require-tensor.js";
import { Tensor } from "../tensor.js";
import { addcdiv, addcmul, clamp, lerp } from "./arithmetic.js";
import { abs, type DivisionOptions, div, log, pow, remainder, round, square } from "./elementwise.js";
import { maskedFill, scatterAdd } from "./indexing.js";
import { tril, triu } from "./matrices.js";
import { clone, expand } from "./movement.js";
import { type Operand, operands, type SumOptions, sumOf, timesAlpha } from "./operand.js";
import { indexAdd, indexFill, scatter } from "./scattering.js";

/** An operation whose gradient for the other operand looks back on what was there: then a copy of it takes part. */
function binary(op: Pointwise) {
  return (input: Tensor, other: Operand): Tensor => {
    const [own, second] = operands(input, other);
    return dispatchInto(input, op, [second.tape === null ? own : clone(own), second], none);
  };
}

function scaled(op: (both: readonly [Tensor, Tensor]) => Pointwise, operation: string) {
  return (input: Tensor, other: Operand, options?: SumOptions): Tensor => {
    const both = operands(input, other);
    const row = op(both);
    return dispatchInto(input, row, timesAlpha(operation, row, ...both, options), none);
  };
}

function unary(op: Pointwise) {
  return (input: Tensor): Tensor => dispatchInto(input, op, [input], none);
}

/** The same as another operation, its result written back; on a copy where a recorder may still need what was there. */
export function written<Rest extends readonly unknown[]>(
  operation: (input: Tensor, ...rest: Rest) => Tensor,
) {
  return (input: Tensor, ...rest: Rest): Tensor => {
    const isFollowed = [input, ...rest].some((each) => each instanceof Tensor && each.tape !== null);
    const result = operation(isFollowed ? clone(input) : input, ...rest);
    return dispatchInto(input, copy, [result], { dtype: result.dtype });
  };
}

/** −x in place. @source torch.Tensor.neg_ */
export const neg_ = unary(rows.neg);
/** |x| in place. @source torch.Tensor.abs_ */
export const abs_ = written(abs);
/** x² in place. @source torch.Tensor.square_ */
export const square_ = written(square);
/** √x in place. @source torch.Tensor.sqrt_ */
export const sqrt_ = unary(rows.sqrt);
/** 1/x in place. @source torch.Tensor.reciprocal_ */
export const reciprocal_ = unary(rows.reciprocal);
/** eˣ in place. @source torch.Tensor.exp_ */
export const exp_ = unary(rows.exp);
/** ln x in place. @source torch.Tensor.log_ */
export const log_ = written(log);
/** The sigmoid in place. @source torch.Tensor.sigmoid_ */
export const sigmoid_ = unary(rows.sigmoid);
/** The hyperbolic tangent in place. @source torch.Tensor.tanh_ */
export const tanh_ = unary(rows.tanh);
/** max(x, 0) in place. @source torch.Tensor.relu_ */
export const relu_ = unary(rows.relu);
/** Rounded down in place. @source torch.Tensor.floor_ */
export const floor_ = unary(rows.floor);
/** Rounded up in place. @source torch.Tensor.ceil_ */
export const ceil_ = unary(rows.ceil);
/** Rounded in place. @source torch.Tensor.round_ */
export const round_ = written(round);
/** Rounded towards 0 in place. @source torch.Tensor.trunc_ */
export const trunc_ = unary(rows.trunc);

/** Raised to a power in place. @source torch.Tensor.pow_ */
export const pow_ = written((input: Tensor, exponent: Operand) => pow(input, exponent));
/** What is left of a division, in place. @source torch.Tensor.remainder_ */
export const remainder_ = written((input: Tensor, other: Operand) => remainder(input, other));

/**
 * `clamp` in place.
 *
 * @source torch.Tensor.clamp_
 * @example
 * tensor([-2, 2]).clamp_(-1, 1) // [-1, 1]
 */
export const clamp_ = written(clamp);
/** `lerp` in place. @source torch.Tensor.lerp_ */
export const lerp_ = written(lerp);
/** `addcmul` in place. @source torch.Tensor.addcmul_ */
export const addcmul_ = written(addcmul);
/** `addcdiv` in place. @source torch.Tensor.addcdiv_ */
export const addcdiv_ = written(addcdiv);
/**
 * `maskedFill` in place.
 *
 * @source torch.Tensor.masked_fill_
 * @example
 * tensor([1, 2]).maskedFill_(tensor([true, false]), 0) // [0, 2]
 */
export const maskedFill_ = written(maskedFill);
/** `scatterAdd` in place. @source torch.Tensor.scatter_add_ */
export const scatterAdd_ = written(scatterAdd);
/** `scatter` in place. @source torch.Tensor.scatter_ */
export const scatter_ = written(scatter);
/** `indexAdd` in place. @source torch.Tensor.index_add_ */
export const indexAdd_ = written(indexAdd);
/** `indexFill` in place. @source torch.Tensor.index_fill_ */
export const indexFill_ = written(indexFill);
/** `tril` in place. @source torch.Tensor.tril_ */
export const tril_ = written(tril);
/** `triu` in place. @source torch.Tensor.triu_ */
export const triu_ = written(triu);

/**
 * Adds in place, times alpha.
 *
 * @source torch.Tensor.add_
 * @example
 * zeros([2]).add_(tensor([1, 2])) // [1, 2]
 */
export const add_ = scaled(sumOf, "add_");
/** Subtracts in place, times alpha. @source torch.Tensor.sub_ */
export const sub_ = scaled(() => rows.sub, "sub_");
/** Multiplies in place. @source torch.Tensor.mul_ */
export const mul_ = binary(rows.mul);
/** Divides in place, rounded if asked. @source torch.Tensor.div_ */
export function div_(input: Tensor, other: Operand, options?: DivisionOptions): Tensor {
  return options === undefined ? quotientInto(input, other) : dividedInto(input, other, options);
}
const quotientInto = binary(rows.div);
const dividedInto = written((input: Tensor, other: Operand, options?: DivisionOptions) =>
  div(input, other, options),
);

/**
 * Takes over `source`'s values, broadcast and converted to this dtype.
 *
 * @source torch.Tensor.copy_
 * @example
 * zeros([2, 2]).copy_(tensor([1, 2])) // [[1, 2], [1, 2]]
 */
export function copy_(input: Tensor, source: Tensor): Tensor {
  requireTensor("copy_", source);
  return dispatchInto(input, copy, [expand(source, input.shape)], { dtype: input.dtype });
}

/**
 * Sets every element to `value`.
 *
 * @source torch.Tensor.fill_
 * @example
 * zeros([2]).fill_(3) // [3, 3]
 */
export function fill_(input: Tensor, value: number): Tensor {
  checkHolds("fill_", input.dtype, value);
  return dispatchInto(input, full, [], {
    shape: input.shape,
    dtype: input.dtype,
    device: input.device,
    value: asElement(input.dtype, value),
  });
}

/** Sets every element to 0. @source torch.Tensor.zero_ */
export function zero_(input: Tensor): Tensor {
  return fill_(input, 0);
}
