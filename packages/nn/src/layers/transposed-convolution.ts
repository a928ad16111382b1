import { convTranspose2d, type PerAxis, type Tensor, type TransposedConvolutionOptions } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
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

  protected get settings(): TransposedConvolutionOptions {
    const { stride, padding, outputPadding, dilation, groups } = this;
    return { stride, padding, outputPadding, dilation, groups };
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
