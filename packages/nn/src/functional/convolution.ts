import {
  ArgumentError,
  type ConvolutionOptions,
  conv2d,
  convTranspose2d,
  type PerAxis,
  pad,
  ShapeError,
  stack,
  type Tensor,
  type TransposedConvolutionOptions,
} from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { spread } from "../layers/kernel-layer.js";

/**
 * Every element of a sequence spread by the kernel, overlaps added: input [batch, channels, length], weight [channels,
 * outputs / groups, taps] → [batch, outputs, length'].
 *
 * @source torch.nn.functional.conv_transpose1d
 */
export function convTranspose1d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: TransposedConvolutionOptions = {},
): Tensor {
  checkOptions("convTranspose1d", options, {
    stride: null,
    padding: null,
    outputPadding: null,
    dilation: null,
    groups: null,
  });
  const beside = (value: PerAxis | undefined, usual: number) =>
    [usual, ...spread(value ?? usual, 1)] as unknown as PerAxis;
  const { stride, padding, outputPadding, dilation, groups = 1 } = options;
  const settings = {
    stride: beside(stride, 1),
    padding: beside(padding, 0),
    outputPadding: beside(outputPadding, 0),
    dilation: beside(dilation, 1),
    groups,
  };
  return convTranspose2d(input.unsqueeze(-2), weight.unsqueeze(-2), bias, settings).squeeze(-2);
}

/**
 * Σ weight · window + bias over three axes: input [batch, channels, depth, height, width], weight [outputs, channels /
 * groups, depth, height, width] → [batch, outputs, planes, rows, columns].
 *
 * @throws ShapeError where they do not fit together.
 * @source torch.nn.functional.conv3d
 */
export function conv3d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: ConvolutionOptions = {},
): Tensor {
  checkOptions("conv3d", options, { stride: null, padding: null, dilation: null, groups: null });
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const [strides, dilations] = [spread(stride, 3), spread(dilation, 3)];
  if (input.ndim !== 5 || weight.ndim !== 5 || input.shape[1] !== weight.shape[1]! * groups) {
    throw new ShapeError({
      operation: "conv3d",
      got: `[${input.shape.join(", ")}] and weights [${weight.shape.join(", ")}]`,
      expected:
        "[batch, channels, depth, height, width] and [outputs, channels / groups, depth, height, width]",
    });
  }
  const [before, after] = planesAround(padding, strides[0]!, dilations[0]! * (weight.shape[2]! - 1));
  const deep = before + after > 0 ? pad(input, [0, 0, 0, 0, before, after]) : input;
  const [batch, channels, depth, height, width] = deep.shape as [number, number, number, number, number];
  const [outputs, own, taps, ...kernel] = weight.shape as [number, number, number, number, number];
  const planes = Math.floor((depth - dilations[0]! * (taps - 1) - 1) / strides[0]!) + 1;
  if (planes < 1) {
    throw new ShapeError({
      operation: "conv3d",
      got: `a kernel of ${taps} planes on a padded input of ${depth}`,
      expected: "a kernel that fits the depth",
    });
  }
  // The kernel's planes become channels of a flat convolution: each output plane is a picture of its own.
  const slices = Array.from({ length: taps }, (_, tap) => {
    const first = tap * dilations[0]!;
    return deep.slice(2, first, first + (planes - 1) * strides[0]! + 1, strides[0]!);
  });
  const pictures = stack(slices, 2).permute([0, 3, 1, 2, 4, 5]);
  const flatInput = pictures.reshape([batch * planes, channels * taps, height, width]);
  const flatWeight = weight.reshape([outputs, own * taps, ...kernel]);
  const output = conv2d(flatInput, flatWeight, bias, {
    stride: strides.slice(1),
    padding: typeof padding === "string" ? padding : spread(padding, 3).slice(1),
    dilation: dilations.slice(1),
    groups,
  });
  return output.reshape([batch, planes, outputs, ...output.shape.slice(2)]).permute([0, 2, 1, 3, 4]);
}

/** How many planes of zeros stand before and after the first axis of a kernel that reaches so far. */
function planesAround(
  padding: NonNullable<ConvolutionOptions["padding"]>,
  stride: number,
  reach: number,
): readonly [before: number, after: number] {
  if (padding === "valid") return [0, 0];
  if (padding !== "same") return [spread(padding, 3)[0]!, spread(padding, 3)[0]!];
  if (stride === 1) return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  throw new ArgumentError({
    operation: "conv3d",
    got: `padding "same" with stride ${stride} of the depth`,
    expected: "stride 1",
  });
}
