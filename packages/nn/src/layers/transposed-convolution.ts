import {
  ArgumentError,
  convTranspose2d,
  type PerAxis,
  type Tensor,
  type TransposedConvolutionOptions,
} from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import { convTranspose1d } from "../functional/convolution.js";
import { KernelLayer, spread } from "./kernel-layer.js";
import type { BiasOptions } from "./linear.js";

/** What the transposed layers share: weights [inChannels, outChannels / groups, …kernelSize]. */
abstract class TransposedConvolution extends KernelLayer {
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];

  constructor(
    rank: number,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: TransposedConvolutionOptions & BiasOptions,
  ) {
    checkOptions(new.target.name, options, {
      stride: null,
      padding: null,
      outputPadding: null,
      dilation: null,
      groups: null,
      bias: null,
    });
    super(spread(kernelSize, rank), inChannels, outChannels, options, true);
    const { padding = 0, outputPadding = 0 } = options;
    this.padding = spread(padding, rank);
    this.outputPadding = spread(outputPadding, rank);
  }

  /** The settings for x, whose result is as large as asked, its last axes or all of them. */
  protected settingsFor(x: Tensor, outputSize: readonly number[] | null): TransposedConvolutionOptions {
    const { stride, padding, dilation, groups } = this;
    const outputPadding = outputSize === null ? this.outputPadding : this.#paddingTo(x, outputSize);
    return { stride, padding, outputPadding, dilation, groups };
  }

  #paddingTo(x: Tensor, outputSize: readonly number[]): number[] {
    const { stride, padding, dilation, kernelSize } = this;
    const rank = kernelSize.length;
    const least = kernelSize.map((size, axis) => {
      const spreading = (x.shape.at(axis - rank)! - 1) * stride[axis]!;
      return spreading - 2 * padding[axis]! + dilation[axis]! * (size - 1) + 1;
    });
    const isList = Array.isArray(outputSize) && [rank, rank + 2].includes(outputSize.length);
    const extra = isList ? outputSize.slice(-rank).map((size, axis) => size - least[axis]!) : [];
    if (isList && extra.every((each, axis) => Number.isInteger(each) && each >= 0 && each < stride[axis]!))
      return extra;
    throw new ArgumentError({
      operation: this.constructor.name,
      got: `outputSize ${shown(outputSize)} for an input of shape [${x.shape.join(", ")}]`,
      expected: least.map((size, axis) => `${size} to ${size + stride[axis]! - 1}`).join(", "),
    });
  }

  override extraRepr(): string {
    const { outputPadding } = this;
    return this.describe(outputPadding.some((size) => size !== 0) ? { output_padding: outputPadding } : {});
  }
}

/**
 * Conv1d's adjoint, which makes sequences longer: [batch, inChannels, length] → [batch, outChannels, (length − 1) ·
 * stride + …].
 *
 * @throws ArgumentError for an outputSize that no outputPadding below the stride gives.
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

  /** With the size of the result. */
  override forward(x: Tensor, outputSize: readonly number[] | null): Tensor;
  override forward(x: Tensor): Tensor;
  override forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return convTranspose1d(x, this.weight, this.bias, this.settingsFor(x, outputSize));
  }
}

/**
 * Conv2d's adjoint, which makes pictures larger: [batch, inChannels, height, width] → [batch, outChannels, …].
 *
 * @throws ArgumentError for an outputSize that no outputPadding below the stride gives.
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

  /** With the size of the result. */
  override forward(x: Tensor, outputSize: readonly number[] | null): Tensor;
  override forward(x: Tensor): Tensor;
  override forward(x: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return convTranspose2d(x, this.weight, this.bias, this.settingsFor(x, outputSize));
  }
}
