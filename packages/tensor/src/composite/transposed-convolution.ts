import { dispatch } from "../dispatch.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { conv2dInput } from "../ops/convolution.js";
import type { Pair } from "../ops/convolution-windows.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { type PerAxis, pair, perAxis } from "./convolution.js";
import { add } from "./elementwise.js";
import { reshape, squeeze, unsqueeze } from "./movement.js";
import { own } from "./own.js";
import { pad } from "./padding.js";
import { requireAlike } from "./requirements.js";

export interface TransposedConvolutionOptions {
  /** Positions from one window to the next in the result; 1 unless said. */
  readonly stride?: PerAxis;
  /** What is cut from each side of the result; 0 unless said. */
  readonly padding?: PerAxis;
  /** Added to one side of the result, where several sizes lead to the same input; 0 unless said. */
  readonly outputPadding?: PerAxis;
  /** Positions from one tap of the kernel to the next; 1 unless said. */
  readonly dilation?: PerAxis;
  /** Parts that the channels fall into, each seeing only its own; 1 unless said. */
  readonly groups?: number;
}

/**
 * Every element spread by the kernel, overlaps added: conv2d's adjoint. input: [batch, channels, height, width], weight:
 * [channels, outputs / groups, height, width], bias: [outputs] → [batch, outputs, rows, columns].
 *
 * @throws ShapeError where they do not fit together; ArgumentError for a setting out of range.
 * @source torch.nn.functional.conv_transpose2d
 * @example
 * convTranspose2d(ones([1, 1, 2, 2]), ones([1, 1, 2, 2]), null, { stride: 2 }).shape // [1, 1, 4, 4]
 */
export function convTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: TransposedConvolutionOptions = {},
): Tensor {
  if (input.ndim === 3) return own(squeeze(convTranspose2d(unsqueeze(input, 0), weight, bias, options), 0));
  checkOptions("convTranspose2d", options, {
    stride: null,
    padding: null,
    outputPadding: null,
    dilation: null,
    groups: null,
  });
  requireAlike("convTranspose2d", input, weight);
  const { groups = 1 } = options;
  const setting = (name: "stride" | "padding" | "outputPadding" | "dilation", usual: number): Pair =>
    perAxis("convTranspose2d", name, options[name] ?? usual, 2, usual) as unknown as Pair;
  const [strides, low] = [setting("stride", 1), setting("padding", 0)];
  const [extra, dilations] = [setting("outputPadding", 0), setting("dilation", 1)];
  if (
    input.ndim !== 4 ||
    weight.ndim !== 4 ||
    input.shape[1] !== weight.shape[0] ||
    input.shape.slice(2).includes(0) ||
    weight.shape.slice(2).includes(0) ||
    input.shape[1]! % groups !== 0
  ) {
    throw new ShapeError({
      operation: "convTranspose2d",
      got: `an input ${showShape(input.shape)}, a weight ${showShape(weight.shape)} and ${groups} group${groups === 1 ? "" : "s"}`,
      expected:
        "an input [batch, channels, height, width], a weight [channels, outputs / groups, height, width]",
    });
  }
  if (extra.some((each, axis) => each >= Math.max(strides[axis]!, dilations[axis]!))) {
    throw new ArgumentError({
      operation: "convTranspose2d",
      got: `outputPadding ${showShape(extra)} beside stride ${showShape(strides)} and dilation ${showShape(dilations)}`,
      expected: "less than the stride or the dilation",
    });
  }
  const filter = weight.shape.slice(2) as unknown as Pair;
  // The extra rows and columns are first of all those that the padding would cut, then zeros.
  const uncut = pair(extra.map((each, axis) => Math.min(each, low[axis]!)));
  const along = (axis: 0 | 1): number =>
    (input.shape[2 + axis]! - 1) * strides[axis] -
    2 * low[axis] +
    dilations[axis] * (filter[axis] - 1) +
    uncut[axis] +
    1;
  const size = [along(0), along(1)] as const;
  if (Math.min(...size) < 1) {
    throw new ShapeError({
      operation: "convTranspose2d",
      got: `a result of ${size[0]} × ${size[1]} for an input ${showShape(input.shape)}`,
      expected: "less padding: a result of 1 × 1 at least",
    });
  }
  const settings = {
    input: size,
    filter,
    strides,
    dilations,
    low,
    high: pair(low.map((each, axis) => each - uncut[axis]!)),
    groups,
  };
  const beyond = extra.map((each, axis) => each - uncut[axis]!) as [number, number];
  const shown = dispatch(conv2dInput, [input, weight], settings);
  const spread = beyond.some((each) => each > 0) ? pad(shown, [0, beyond[1], 0, beyond[0]]) : shown;
  return bias === null ? spread : add(spread, reshape(bias, [-1, 1, 1]));
}
