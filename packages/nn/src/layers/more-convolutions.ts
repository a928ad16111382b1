import {
  conv2d,
  convTranspose2d,
  type PerAxis,
  pad,
  ShapeError,
  stack,
  type Tensor,
  type TransposedConvolutionOptions,
} from "@mnist/tensor";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { checkGroups, describeConvolution, spread } from "./convolution-settings.js";
import { type BiasOptions, drawWeights } from "./linear.js";

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

export interface Convolution3dOptions {
  readonly stride?: PerAxis;
  readonly padding?: PerAxis;
  readonly dilation?: PerAxis;
  readonly groups?: number;
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
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: Convolution3dOptions = {},
): Tensor {
  const [strides, pads, dilations] = [stride, padding, dilation].map((value) => spread(value, 3)) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  if (input.ndim !== 5 || weight.ndim !== 5 || input.shape[1] !== weight.shape[1]! * groups) {
    throw new ShapeError({
      operation: "conv3d",
      got: `[${input.shape.join(", ")}] and weights [${weight.shape.join(", ")}]`,
      expected:
        "[batch, channels, depth, height, width] and [outputs, channels / groups, depth, height, width]",
    });
  }
  const deep = pads[0]! > 0 ? pad(input, [0, 0, 0, 0, pads[0]!, pads[0]!]) : input;
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
    padding: pads.slice(1),
    dilation: dilations.slice(1),
    groups,
  });
  return output.reshape([batch, planes, outputs, ...output.shape.slice(2)]).permute([0, 2, 1, 3, 4]);
}

/**
 * Σ weight · window + bias over three axes: [batch, inChannels, depth, height, width] → [batch, outChannels, planes,
 * rows, columns].
 *
 * @throws ShapeError where the input has other channels, or is smaller than the kernel.
 * @source torch.nn.Conv3d
 * @example
 * new Conv3d(1, 2, 3, { padding: 1 })(randn([1, 1, 4, 5, 6])).shape // [1, 2, 4, 5, 6]
 */
export class Conv3d extends Module {
  static override readonly name: string = "Conv3d";

  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: PerAxis,
    {
      stride = 1,
      padding = 0,
      dilation = 1,
      groups = 1,
      bias = true,
    }: Convolution3dOptions & BiasOptions = {},
  ) {
    super();
    checkGroups("Conv3d", inChannels, outChannels, groups);
    this.kernelSize = spread(kernelSize, 3);
    this.stride = spread(stride, 3);
    this.padding = spread(padding, 3);
    this.dilation = spread(dilation, 3);
    this.groups = groups;
    const drawn = drawWeights([outChannels, inChannels / groups, ...this.kernelSize], bias);
    this.weight = drawn.weight;
    this.bias = drawn.bias;
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, padding, dilation, groups } = this;
    return conv3d(x, weight, bias, { stride, padding, dilation, groups });
  }

  override extraRepr(): string {
    return describeConvolution(this);
  }
}

/** What the transposed layers share: weights [inChannels, outChannels / groups, …kernelSize]. */
abstract class TransposedConvolution extends Module {
  readonly weight: Parameter;
  /** [outChannels]. */
  readonly bias: Parameter | null;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;

  constructor(
    rank: number,
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: PerAxis,
    options: TransposedConvolutionOptions & BiasOptions,
  ) {
    super();
    const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1, bias = true } = options;
    checkGroups(`ConvTranspose${rank}d`, inChannels, outChannels, groups);
    this.kernelSize = spread(kernelSize, rank);
    this.stride = spread(stride, rank);
    this.padding = spread(padding, rank);
    this.outputPadding = spread(outputPadding, rank);
    this.dilation = spread(dilation, rank);
    this.groups = groups;
    const drawn = drawWeights([inChannels, outChannels / groups, ...this.kernelSize], bias, outChannels);
    this.weight = drawn.weight;
    this.bias = drawn.bias;
  }

  protected get settings(): TransposedConvolutionOptions {
    const { stride, padding, outputPadding, dilation, groups } = this;
    return { stride, padding, outputPadding, dilation, groups };
  }

  override extraRepr(): string {
    return describeConvolution(this);
  }
}

/**
 * Conv1d's adjoint, which makes sequences longer: [batch, inChannels, length] → [batch, outChannels, (length − 1) ·
 * stride + …].
 *
 * @source torch.nn.ConvTranspose1d
 * @example
 * new ConvTranspose1d(2, 3, 4, { stride: 2 })(randn([1, 2, 5])).shape // [1, 3, 12]
 */
export class ConvTranspose1d extends TransposedConvolution {
  static override readonly name: string = "ConvTranspose1d";

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: TransposedConvolutionOptions & BiasOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose1d(x, this.weight, this.bias, this.settings);
  }
}

/**
 * Conv2d's adjoint, which makes pictures larger: [batch, inChannels, height, width] → [batch, outChannels, …].
 *
 * @source torch.nn.ConvTranspose2d
 * @example
 * new ConvTranspose2d(8, 1, 4, { stride: 2, padding: 1 })(randn([1, 8, 7, 7])).shape // [1, 1, 14, 14]
 */
export class ConvTranspose2d extends TransposedConvolution {
  static override readonly name: string = "ConvTranspose2d";

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: TransposedConvolutionOptions & BiasOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose2d(x, this.weight, this.bias, this.settings);
  }
}
