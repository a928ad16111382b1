import {
  type AveragePoolingOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolingOptions,
  maxPool2d,
  type PerAxis,
  type Tensor,
} from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, type Setting } from "../describe-module.js";
import {
  adaptiveAvgPool1d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  maxPool1d,
} from "../functional/pooling.js";
import { Module } from "../module.js";

export type MaxPoolLayerOptions = Omit<MaxPoolingOptions, "returnIndices">;

/** What MaxPool1d and MaxPool2d share. */
abstract class MaxPool extends Module {
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly dilation: PerAxis;
  readonly ceilMode: boolean;

  constructor(
    readonly kernelSize: PerAxis,
    options: MaxPoolLayerOptions = {},
  ) {
    super();
    checkOptions(new.target.name, options, { stride: null, padding: null, dilation: null, ceilMode: null });
    const { stride = kernelSize, padding = 0, dilation = 1, ceilMode = false } = options;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
    this.ceilMode = ceilMode;
  }

  protected get settings(): MaxPoolLayerOptions {
    const { stride, padding, dilation, ceilMode } = this;
    return { stride, padding, dilation, ceilMode };
  }

  override extraRepr(): string {
    const { kernelSize, stride, padding, dilation, ceilMode } = this;
    return printSettings([], { kernel_size: kernelSize, stride, padding, dilation, ceil_mode: ceilMode });
  }
}

/** The largest of each window: [batch, channels, length] → [batch, channels, windows]. @source torch.nn.MaxPool1d */
export class MaxPool1d extends MaxPool {
  static override readonly name: string = "MaxPool1d";

  override forward(x: Tensor): Tensor {
    return maxPool1d(x, this.kernelSize, this.settings);
  }
}

/** The largest of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.MaxPool2d */
export class MaxPool2d extends MaxPool {
  static override readonly name: string = "MaxPool2d";

  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.settings);
  }
}

const knownAveraging = { stride: null, padding: null, ceilMode: null, countIncludePad: null };

/** What AvgPool1d and AvgPool2d share. */
abstract class AvgPool extends Module {
  readonly stride: PerAxis;
  readonly padding: PerAxis;
  readonly ceilMode: boolean;
  readonly countIncludePad: boolean;

  constructor(
    readonly kernelSize: PerAxis,
    options: Omit<AveragePoolingOptions, "divisorOverride">,
  ) {
    super();
    const { stride = kernelSize, padding = 0, ceilMode = false, countIncludePad = true } = options;
    this.stride = stride;
    this.padding = padding;
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  protected get settings(): Omit<AveragePoolingOptions, "divisorOverride"> {
    const { stride, padding, ceilMode, countIncludePad } = this;
    return { stride, padding, ceilMode, countIncludePad };
  }

  override extraRepr(): string {
    return printSettings([], { kernel_size: this.kernelSize, stride: this.stride, padding: this.padding });
  }
}

/** The mean of each window: [batch, channels, length] → [batch, channels, windows]. @source torch.nn.AvgPool1d */
export class AvgPool1d extends AvgPool {
  static override readonly name: string = "AvgPool1d";

  constructor(kernelSize: PerAxis, options: Omit<AveragePoolingOptions, "divisorOverride"> = {}) {
    checkOptions("AvgPool1d", options, knownAveraging);
    const single = (value: PerAxis) => (typeof value === "number" ? [value] : value);
    const { stride = kernelSize, padding = 0 } = options;
    super(single(kernelSize), { ...options, stride: single(stride), padding: single(padding) });
  }

  override forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.settings);
  }
}

/** The mean of each window: [batch, channels, height, width] → [batch, channels, rows, columns]. @source torch.nn.AvgPool2d */
export class AvgPool2d extends AvgPool {
  static override readonly name: string = "AvgPool2d";

  readonly divisorOverride: number | null;

  constructor(kernelSize: PerAxis, options: AveragePoolingOptions = {}) {
    super(kernelSize, options);
    checkOptions("AvgPool2d", options, { ...knownAveraging, divisorOverride: null });
    this.divisorOverride = options.divisorOverride ?? null;
  }

  override forward(x: Tensor): Tensor {
    const { divisorOverride } = this;
    const divisor = divisorOverride === null ? {} : { divisorOverride };
    return avgPool2d(x, this.kernelSize, { ...this.settings, ...divisor });
  }
}

/** What pools to an output of a given size share. */
abstract class AdaptivePool<Size extends Setting> extends Module {
  constructor(readonly outputSize: Size) {
    super();
  }

  override extraRepr(): string {
    return printSettings([], { output_size: this.outputSize });
  }
}

/** The means of outputSize parts: [batch, channels, length] → [batch, channels, outputSize]. @source torch.nn.AdaptiveAvgPool1d */
export class AdaptiveAvgPool1d extends AdaptivePool<number> {
  static override readonly name: string = "AdaptiveAvgPool1d";

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

/** The means of outputSize parts of each axis: [batch, channels, height, width] → [batch, channels, …outputSize]. @source torch.nn.AdaptiveAvgPool2d */
export class AdaptiveAvgPool2d extends AdaptivePool<number | readonly (number | null)[]> {
  static override readonly name: string = "AdaptiveAvgPool2d";

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/** The largest of outputSize parts: [batch, channels, length] → [batch, channels, outputSize]. @source torch.nn.AdaptiveMaxPool1d */
export class AdaptiveMaxPool1d extends AdaptivePool<number> {
  static override readonly name: string = "AdaptiveMaxPool1d";

  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}

/** The largest of outputSize parts of each axis: [batch, channels, height, width] → [batch, channels, …outputSize]. @source torch.nn.AdaptiveMaxPool2d */
export class AdaptiveMaxPool2d extends AdaptivePool<PerAxis> {
  static override readonly name: string = "AdaptiveMaxPool2d";

  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}
