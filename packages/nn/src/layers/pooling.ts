import {
  type AveragePoolingOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolingOptions,
  maxPool2d,
  type PerAxis,
  type Tensor,
} from "@mnist/tensor";
import { printSettings, type Setting } from "../describe-module.js";
import { Module } from "../module.js";

export type MaxPoolLayerOptions = Omit<MaxPoolingOptions, "returnIndices">;

/** The largest of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.MaxPool2d */
export class MaxPool2d extends Module {
  static override readonly name: string = "MaxPool2d";

  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly ceilMode: boolean;

  constructor(
    readonly kernelSize: PerAxis,
    { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false }: MaxPoolLayerOptions = {},
  ) {
    super();
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return maxPool2d(x, kernelSize, { stride, padding, dilation, ceilMode });
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return printSettings([], { kernel_size: kernelSize, stride, padding, dilation, ceil_mode: ceilMode });
  }
}

/** The mean of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.AvgPool2d */
export class AvgPool2d extends Module {
  static override readonly name: string = "AvgPool2d";

  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;

  constructor(
    readonly kernelSize: PerAxis,
    options: AveragePoolingOptions = {},
  ) {
    super();
    this.stride = options.stride ?? kernelSize;
    this.padding = options.padding ?? 0;
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
    this.divisorOverride = options.divisorOverride ?? null;
  }

  override forward(x: Tensor): Tensor {
    const { kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride } = this;
    const divisor = divisorOverride === null ? {} : { divisorOverride };
    return avgPool2d(x, kernelSize, { stride, padding, ceilMode, countIncludePad, ...divisor });
  }

  override extraRepr(): string {
    return printSettings([], { kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}

/** The means of outputSize parts of each axis: [batch, channels, height, width] → [batch, channels, …outputSize]. @source torch.nn.AdaptiveAvgPool2d */
export class AdaptiveAvgPool2d extends Module {
  static override readonly name: string = "AdaptiveAvgPool2d";

  constructor(readonly outputSize: number | readonly (number | null)[]) {
    super();
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }

  override extraRepr(): string {
    const named: Record<string, Setting> = { output_size: this.outputSize };
    return printSettings([], named);
  }
}
