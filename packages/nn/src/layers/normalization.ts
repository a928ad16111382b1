import { layerNorm, ones, type Shape, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings } from "../describe-module.js";
import { checkGroupsOf, groupNorm, rmsNorm } from "../functional/normalization.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { refuseInput } from "../refuse-input.js";

export interface LayerNormOptions {
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
  /** Whether to learn a scale and a shift for each element. */
  readonly elementwiseAffine?: boolean;
}

/**
 * Each sample to mean 0 and variance 1 over its last axes, then scaled and shifted. x: [..., …normalizedShape].
 *
 * @throws ShapeError where x ends in other sizes.
 * @source torch.nn.LayerNorm
 */
export class LayerNorm extends Module {
  static override readonly name: string = "LayerNorm";

  /** The learned scale, [...normalizedShape]. */
  readonly weight: Parameter | null;
  /** The learned shift, [...normalizedShape]. */
  readonly bias: Parameter | null;
  readonly normalizedShape: Shape;
  readonly eps: number;

  constructor(normalizedShape: number | Shape, options: LayerNormOptions = {}) {
    super();
    checkOptions("LayerNorm", options, { eps: null, elementwiseAffine: null });
    const { eps = 1e-5, elementwiseAffine = true } = options;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : null;
    this.bias = elementwiseAffine ? new Parameter(zeros(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, bias, eps } = this;
    return layerNorm(x, normalizedShape, { weight, bias, eps });
  }

  override extraRepr(): string {
    const { normalizedShape, eps } = this;
    return printSettings([normalizedShape], { eps, elementwise_affine: this.weight !== null });
  }
}

export interface GroupNormOptions {
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
  /** Whether to learn a scale and a shift for each channel. */
  readonly affine?: boolean;
}

/**
 * Each sample's groups of channels to mean 0 and variance 1, then scaled and shifted. x: [batch, numChannels, …].
 *
 * @throws ArgumentError where the groups do not divide the channels; ShapeError where x has other channels.
 * @source torch.nn.GroupNorm
 */
export class GroupNorm extends Module {
  static override readonly name: string = "GroupNorm";

  /** The learned scale, [numChannels]. */
  readonly weight: Parameter | null;
  /** The learned shift, [numChannels]. */
  readonly bias: Parameter | null;
  readonly eps: number;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: GroupNormOptions = {},
  ) {
    super();
    checkOptions("GroupNorm", options, { eps: null, affine: null });
    const { eps = 1e-5, affine = true } = options;
    checkGroupsOf("GroupNorm", numGroups, numChannels);
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
  }

  override forward(x: Tensor): Tensor {
    const { numGroups, numChannels, weight, bias } = this;
    if (x.ndim < 2 || x.shape[1] !== numChannels) refuseInput("GroupNorm", x, `[batch, ${numChannels}, …]`);
    return groupNorm(x, numGroups, { weight, bias, eps: this.eps });
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps } = this;
    return printSettings([numGroups, numChannels], { eps, affine: this.weight !== null });
  }
}

export interface RMSNormOptions {
  /** Added to the mean of squares; the smallest step of float32 unless said. */
  readonly eps?: number | null;
  /** Whether to learn a scale for each element. */
  readonly elementwiseAffine?: boolean;
}

/**
 * x / √(mean(x²) + eps) over the last axes, then scaled. x: [..., …normalizedShape].
 *
 * @throws ShapeError where x ends in other sizes.
 * @source torch.nn.RMSNorm; Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019
 * @example
 * new RMSNorm(2)(tensor([3, 4])).arraySync().map((x) => x.toFixed(3)) // ["0.849", "1.131"]
 */
export class RMSNorm extends Module {
  static override readonly name: string = "RMSNorm";

  /** The learned scale, [...normalizedShape]. */
  readonly weight: Parameter | null;
  readonly normalizedShape: Shape;
  readonly eps: number | null;

  constructor(normalizedShape: number | Shape, options: RMSNormOptions = {}) {
    super();
    checkOptions("RMSNorm", options, { eps: null, elementwiseAffine: null });
    const { eps = null, elementwiseAffine = true } = options;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, eps } = this;
    return rmsNorm(x, normalizedShape, { weight, eps });
  }

  override extraRepr(): string {
    const { normalizedShape, eps } = this;
    return printSettings([normalizedShape], { eps, elementwise_affine: this.weight !== null });
  }
}
