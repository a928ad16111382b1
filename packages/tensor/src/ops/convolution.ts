import { promoteTypes } from "../dtype.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { filterProducts, inputProducts, outputProducts } from "./convolution-columns.js";
import { type Convolution, windowsOf } from "./convolution-windows.js";
import { type KernelPrimitive, kernel } from "./primitive.js";

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
