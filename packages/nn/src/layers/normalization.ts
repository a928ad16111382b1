import { ArgumentError, layerNorm, ones, type Shape, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

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

  constructor(
    normalizedShape: number | Shape,
    { eps = 1e-5, elementwiseAffine = true }: LayerNormOptions = {},
  ) {
    super();
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
    { eps = 1e-5, affine = true }: GroupNormOptions = {},
  ) {
    super();
    if (!Number.isInteger(numChannels / numGroups)) {
      throw new ArgumentError({
        operation: "GroupNorm",
        got: `${numGroups} groups of ${numChannels} channels`,
        expected: "groups that divide the channels",
      });
    }
    this.eps = eps;
    this.weight = affine ? new Parameter(ones([numChannels])) : null;
    this.bias = affine ? new Parameter(zeros([numChannels])) : null;
  }

  override forward(x: Tensor): Tensor {
    const { numGroups, numChannels, weight, bias } = this;
    if (x.ndim < 2 || x.shape[1] !== numChannels) {
      throw new ShapeError({
        operation: "GroupNorm",
        got: `an input of shape [${x.shape.join(", ")}]`,
        expected: `[batch, ${numChannels}, …]`,
      });
    }
    const grouped = x.reshape([x.shape[0]!, numGroups, x.numel() / Math.max(x.shape[0]! * numGroups, 1)]);
    const normal = layerNorm(grouped, grouped.shape.slice(-1), { eps: this.eps }).reshape(x.shape);
    const beside = x.shape.map((_, axis) => (axis === 1 ? numChannels : 1));
    const scaled = weight === null ? normal : normal.mul(weight.reshape(beside));
    return bias === null ? scaled : scaled.add(bias.reshape(beside));
  }

  override extraRepr(): string {
    const { numGroups, numChannels, eps } = this;
    return printSettings([numGroups, numChannels], { eps, affine: this.weight !== null });
  }
}
