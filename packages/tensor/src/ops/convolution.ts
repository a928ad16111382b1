import { promoteTypes } from "../dtype.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { filterProducts, inputProducts, outputProducts } from "./convolution-columns.js";
import { type KernelPrimitive, kernel } from "./primitive.js";

/** A number for the height and one for the width. */
export type Pair = readonly [number, number];

/** Windows over the last two axes: (y, x) has at each place the element y·stride + place·dilation - low, likewise x. */
export interface Windows {
  /** Height and width of the input. */
  readonly input: Pair;
  /** Height and width of a window. */
  readonly filter: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  /** Border before and after each axis. */
  readonly low: Pair;
  readonly high: Pair;
}

export interface Convolution extends Windows {
  /** Parts that the channels fall into, each seeing only its own. */
  readonly groups: number;
}

/** How many there are along each axis. */
export function windowsOf({ input, filter, strides, dilations, low, high }: Windows): Pair {
  const along = (axis: 0 | 1): number => {
    const free = input[axis] + low[axis] + high[axis] - dilations[axis] * (filter[axis] - 1) - 1;
    return Math.floor(free / strides[axis]) + 1;
  };
  return [along(0), along(1)];
}

/** What a convolution and its gradients have in common: sums of products of two operands. */
function part<Name extends string>(
  name: Name,
  shapeOf: (left: Shape, right: Shape, settings: Convolution) => Shape,
  compose: typeof outputProducts,
) {
  const primitive: KernelPrimitive<Name, Convolution> = kernel(name, {
    infer: ([left, right], settings: Convolution) => ({
      shape: shapeOf(left!.shape, right!.shape, settings),
      dtype: promoteTypes(left!.dtype, right!.dtype),
    }),
    run(device, inputs, settings, output) {
      const [left, right] = inputs as readonly [Tensor, Tensor];
      if (device.runWhole?.({ primitive, inputs, attributes: settings, output })) return;
      compose(device, left, right, settings, output);
    },
  });
  return primitive;
}

/**
 * Σ filter · window. input: [batch, channels, height, width], filters: [outputs, channels / groups, …filter] →
 * [batch, outputs, …windows]. @source torch.nn.functional.conv2d
 */
export const conv2d = part(
  "conv2d",
  ([batch], [outputs], settings) => [batch!, outputs!, ...windowsOf(settings)],
  outputProducts,
);

/** From an output's gradient and the filters the input's: the adjoint in the input. @source torch.nn.grad.conv2d_input */
export const conv2dInput = part(
  "conv2dInput",
  ([batch], [, channels], { groups, input }) => [batch!, channels! * groups, ...input],
  inputProducts,
);

/** From the input and an output's gradient the filters': the adjoint in the filters. @source torch.nn.grad.conv2d_weight */
export const conv2dWeight = part(
  "conv2dWeight",
  ([, channels], [, outputs], { groups, filter }) => [outputs!, channels! / groups, ...filter],
  filterProducts,
);
