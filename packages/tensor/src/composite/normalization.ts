import { dispatch } from "../dispatch.js";
import { ShapeError } from "../errors.js";
import { checkShape } from "../given.js";
import { layerNorm as normalLines } from "../ops/lines.js";
import { checkOptions } from "../options.js";
import { type Shape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { flatten, reshape } from "./movement.js";
import { own } from "./own.js";
import { requireAlike, requireFloat } from "./requirements.js";

export interface LayerNormalization {
  /** Scales what was normalised, [...normalizedShape]. */
  readonly weight?: Tensor | null;
  /** Shifts it, [...normalizedShape]. */
  readonly bias?: Tensor | null;
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
}

/**
 * (x − mean) / √(variance + eps) over the last axes, then scaled and shifted. input: [..., …normalizedShape].
 *
 * @throws ShapeError where the input ends in other sizes.
 * @source torch.nn.functional.layer_norm
 * @example
 * layerNorm(tensor([[1, 3], [5, 5]]), [2]) // [[-1, 1], [0, 0]]
 */
export function layerNorm(input: Tensor, normalizedShape: Shape, options: LayerNormalization = {}): Tensor {
  checkOptions("layerNorm", options, { weight: null, bias: null, eps: null });
  const { weight = null, bias = null, eps = 1e-5 } = options;
  checkShape("layerNorm", normalizedShape);
  const first = input.ndim - normalizedShape.length;
  if (
    first < 0 ||
    normalizedShape.length === 0 ||
    normalizedShape.some((size, i) => size !== input.shape[first + i])
  ) {
    throw new ShapeError({
      operation: "layerNorm",
      got: `an input of shape ${showShape(input.shape)}`,
      expected: `one that ends in ${showShape(normalizedShape)}`,
    });
  }
  requireFloat("layerNorm", input);
  requireAlike("layerNorm", input, ...[weight, bias].filter((each) => each !== null));
  const lines = normalizedShape.length === 1 ? input : flatten(input, first);
  const normal = own(reshape(dispatch(normalLines, [lines], { epsilon: eps }), input.shape));
  const scaled = weight === null ? normal : normal.mul(weight);
  return bias === null ? scaled : scaled.add(bias);
}
