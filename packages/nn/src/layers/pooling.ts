import {
  type AveragePoolingOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolingOptions,
  maxPool2d,
  type PerAxis,
  type Tensor,
} from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";

/** The largest of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.MaxPool2d */
export class MaxPool2d extends Module {
  static override readonly name: string = "MaxPool2d";

  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;

  constructor(
    readonly kernelSize: PerAxis,
    { stride = kernelSize, padding = 0, dilation = 1 }: MaxPoolingOptions = {},
  ) {
    super();
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, dilation } = this;
    return maxPool2d(x, kernelSize, { stride, padding, dilation });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation } = this;
    return printSettings([], { kernel_size: kernelSize, stride, padding, dilation, ceil_mode: false });
  }
}

/** The mean of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.AvgPool2d */
export class AvgPool2d extends Module {
  static override readonly name: string = "AvgPool2d";

  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly countIncludePad: boolean;

  constructor(
    readonly kernelSize: PerAxis,
    { stride = kernelSize, padding = 0, countIncludePad = true }: AveragePoolingOptions = {},
  ) {
    super();
    this.stride = stride;
    this.padding = padding;
    this.countIncludePad = countIncludePad;
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, countIncludePad } = this;
    return avgPool2d(x, kernelSize, { stride, padding, countIncludePad });
  }

  override extraRepr(): string {
    return printSettings([], { kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}

/** The means of outputSize parts of each axis: [batch, channels, height, width] → [batch, channels, …outputSize]. @source torch.nn.AdaptiveAvgPool2d */
export class AdaptiveAvgPool2d extends Module {
  static override readonly name: string = "AdaptiveAvgPool2d";

  constructor(readonly outputSize: PerAxis) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }

  override extraRepr(): string {
    return printSettings([], { output_size: this.outputSize });
  }
}
