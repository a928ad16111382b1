import { dispatchInto } from "../dispatch.js";
import * as rows from "../ops/pointwise.js";
import { copy, none, type Pointwise } from "../ops/pointwise.js";
import { full } from "../ops/source.js";
import type { Tensor } from "../tensor.js";
import { expand } from "./movement.js";
import { type Operand, operands } from "./operand.js";

function binary(op: Pointwise) {
  return (input: Tensor, other: Operand): Tensor => dispatchInto(input, op, operands(input, other), none);
}

/** Adds in place. @source torch.Tensor.add_ */
export const add_ = binary(rows.add);
/** Subtracts in place. @source torch.Tensor.sub_ */
export const sub_ = binary(rows.sub);
/** Multiplies in place. @source torch.Tensor.mul_ */
export const mul_ = binary(rows.mul);
/** Divides in place. @source torch.Tensor.div_ */
export const div_ = binary(rows.div);

/** Takes over `source`'s values, broadcast and converted to this dtype. @source torch.Tensor.copy_ */
export function copy_(input: Tensor, source: Tensor): Tensor {
  return dispatchInto(input, copy, [expand(source, input.shape)], { dtype: input.dtype });
}

/** Sets every element to `value`. @source torch.Tensor.fill_ */
export function fill_(input: Tensor, value: number): Tensor {
  return dispatchInto(input, full, [], {
    shape: input.shape,
    dtype: input.dtype,
    device: input.device,
    value,
  });
}

/** Sets every element to 0. @source torch.Tensor.zero_ */
export function zero_(input: Tensor): Tensor {
  return fill_(input, 0);
}
