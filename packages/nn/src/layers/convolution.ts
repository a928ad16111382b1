import {
  ArgumentError,
  type ConvolutionOptions,
  conv1d,
  conv2d,
  type PadOptions,
  type PerAxis,
  pad,
  type Tensor,
} from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import { conv3d } from "../functional/convolution.js";
import { KernelLayer, spread } from "./kernel-layer.js";
import type { BiasOptions } from "./linear.js";

/** What the border of a convolution holds: zeros, or what `pad` makes of the input. */
export type PaddingMode = "zeros" | Exclude<NonNullable<PadOptions["mode"]>, "constant">;

export type ConvolutionLayerOptions = ConvolutionOptions &
  BiasOptions & {
    /** What the border holds; "zeros" unless said. */
    readonly paddingMode?: PaddingMode;
  };

const paddingModes: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];

/** @throws ArgumentError for a word that there is not, and for "same" where strides shrink the axes */
function checkPadding(operation: string, padding: unknown, stride: readonly number[]): void {
  if (typeof padding !== "string" || padding === "valid") return;
  if (padding === "same" && stride.every((step) => step === 1)) return;
  const isKnown = padding === "same";
  throw new ArgumentError({
    operation,
    got: isKnown ? `padding "same" with stride ${shown(stride)}` : `padding ${shown(padding)}`,
    expected: isKnown ? "stride 1" : 'numbers, "same" or "valid"',
  });
}

/** What Conv1d, Conv2d and Conv3d share: weights [outChannels, inChannels / groups, …kernelSize]. */
abstract class Convolution extends KernelLayer {
  readonly padding: readonly number[] | "same" | "valid";
  readonly paddingMode: PaddingMode;

  constructor(
    rank: number,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvolutionLayerOptions,
  ) {
    checkOptions(new.target.name, options, {
      stride: null,
      padding: null,
      dilation: null,
      groups: null,
      bias: null,
      paddingMode: paddingModes,
    });
    super(spread(kernelSize, rank), inChannels, outChannels, options);
    const { padding = 0, paddingMode = "zeros" } = options;
    checkPadding(new.target.name, padding, this.stride);
    this.padding = typeof padding === "string" ? padding : spread(padding, rank);
    this.paddingMode = paddingMode;
  }

  /** The input with its border where that isn't zeros, and the settings of the convolution of it. */
  protected bordered(x: Tensor): readonly [x: Tensor, settings: ConvolutionOptions] {
    const { stride, padding, dilation, groups, kernelSize, paddingMode } = this;
    if (paddingMode === "zeros") return [x, { stride, padding, dilation, groups }];
    const sizes = kernelSize.flatMap((size, axis): [number, number] => {
      if (typeof padding !== "string") return [padding[axis]!, padding[axis]!];
      const total = padding === "same" ? dilation[axis]! * (size - 1) : 0;
      return [Math.floor(total / 2), total - Math.floor(total / 2)];
    });
    const lastFirst = kernelSize.flatMap((_, i) => sizes.slice(-2 * (i + 1)).slice(0, 2));
    return [pad(x, lastFirst, { mode: paddingMode }), { stride, dilation, groups }];
  }

  override extraRepr(): string {
    return this.describe(this.paddingMode === "zeros" ? {} : { padding_mode: this.paddingMode });
  }
}

/**
 * Σ weight · window + bias over one axis: [batch, inChannels, length] → [batch, outChannels, windows].
 *
 * @throws ShapeError where the input has other channels, or is shorter than the kernel.
 * @source torch.nn.Conv1d
 * @example
 * new Conv1d(2, 4, 3, { padding: 1 })(randn([8, 2, 10])).shape // [8, 4, 10]
 */
export class Conv1d extends Convolution {
  static override readonly name: string = "Conv1d";

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvolutionLayerOptions = {},
  ) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    const [input, settings] = this.bordered(x);
    return conv1d(input, this.weight, this.bias, settings);
  }
}

/**
 * Σ weight · window + bias over two axes: [batch, inChannels, height, width] → [batch, outChannels, rows, columns].
 *
 * @throws ShapeError where the input has other channels, or is smaller than the kernel.
 * @source torch.nn.Conv2d
 * @example
 * new Conv2d(1, 8, 3, { padding: 1 })(randn([64, 1, 28, 28])).shape // [64, 8, 28, 28]
 */
export class Conv2d extends Convolution {
  static override readonly name: string = "Conv2d";

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvolutionLayerOptions = {},
  ) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    const [input, settings] = this.bordered(x);
    return conv2d(input, this.weight, this.bias, settings);
  }
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
export class Conv3d extends Convolution {
  static override readonly name: string = "Conv3d";

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvolutionLayerOptions = {},
  ) {
    super(3, inChannels, outChannels, kernelSize, options);
  }

  override forward(x: Tensor): Tensor {
    const [input, settings] = this.bordered(x);
    return conv3d(input, this.weight, this.bias, settings);
  }
}
