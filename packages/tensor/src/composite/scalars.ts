import type { Tensor } from "../tensor.js";
import { reshape } from "./movement.js";
import { own } from "./own.js";

/** A scalar as a vector of one, so that what goes along an axis has one to go along; others stay. */
export function withAxis(input: Tensor): Tensor {
  return input.ndim === 0 ? reshape(input, [1]) : input;
}

/** The way back: a scalar again where the input was one. */
export function withoutAxis(result: Tensor, input: Tensor): Tensor {
  return input.ndim === 0 ? own(reshape(result, []), input) : result;
}
