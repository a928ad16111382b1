import { ones, type Shape, ShapeError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface InstanceNormOptions {
  /** Added to the variance, against division by 0. */
  readonly eps?: number;
  /** Whether to learn a scale and a shift for each channel. */
  readonly affine?: boolean;
}

/** What InstanceNorm1d and InstanceNorm2d share; channels are axis 1 of a batch. */
abstract class InstanceNorm extends Module {
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly eps: number;
  readonly affine: boolean;

  constructor(
    readonly numFeatures: number,
    { eps = 1e-5, affine = false }: InstanceNormOptions = {},
  ) {
    super();
    this.eps = eps;
    this.affine = affine;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
  }

  /** Axes of a sample behind its channels. */
  protected abstract readonly axes: number;

  override forward(x: Tensor): Tensor {
    const { numFeatures, weight, bias, axes } = this;
    const isBatched = x.ndim === axes + 2;
    if ((!isBatched && x.ndim !== axes + 1) || x.shape.at(-1 - axes) !== numFeatures) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: `an input of shape [${x.shape.join(", ")}]`,
        expected: `[batch, ${numFeatures}, ${axes === 1 ? "length" : "height, width"}]`,
      });
    }
    const dims = Array.from({ length: axes }, (_, axis) => axis - axes);
    const elements = x.shape.slice(-axes).reduce((product, size) => product * size, 1);
    if (this.training && elements === 1) {
      throw new ShapeError({
        operation: this.constructor.name,
        got: `an input of shape [${x.shape.join(", ")}] in training`,
        expected: "more than one element in each channel, to take their variance",
      });
    }
    const centred = x.sub(x.mean(dims, true));
    const normal = centred.mul(centred.square().mean(dims, true).add(this.eps).rsqrt());
    if (weight === null || bias === null) return normal;
    const beside = [numFeatures, ...dims.map(() => 1)];
    return normal.mul(weight.reshape(beside)).add(bias.reshape(beside));
  }

  override extraRepr(): string {
    const { numFeatures, eps, affine } = this;
    return printSettings([numFeatures], { eps, momentum: 0.1, affine, track_running_stats: false });
  }
}

/** Each sample's channels to mean 0 and variance 1 over their length: [batch, channels, length]. @source torch.nn.InstanceNorm1d */
export class InstanceNorm1d extends InstanceNorm {
  static override readonly name: string = "InstanceNorm1d";

  protected override get axes(): number {
    return 1;
  }
}

/** Each sample's channels to mean 0 and variance 1 over the picture: [batch, channels, height, width]. @source torch.nn.InstanceNorm2d */
export class InstanceNorm2d extends InstanceNorm {
  static override readonly name: string = "InstanceNorm2d";

  protected override get axes(): number {
    return 2;
  }
}

export interface RMSNormOptions {
  /** Added to the mean of squares; the smallest step of float32 unless said. */
  readonly eps?: number | null;
  /** Whether to learn a scale for each element. */
  readonly elementwiseAffine?: boolean;
}

/** What 1 can be told from in float32. */
const float32Step = 2 ** -23;

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

  constructor(
    normalizedShape: number | Shape,
    { eps = null, elementwiseAffine = true }: RMSNormOptions = {},
  ) {
    super();
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? new Parameter(ones(this.normalizedShape)) : null;
  }

  override forward(x: Tensor): Tensor {
    const { normalizedShape, weight, eps } = this;
    const first = x.ndim - normalizedShape.length;
    if (first < 0 || normalizedShape.some((size, axis) => size !== x.shape[first + axis])) {
      throw new ShapeError({
        operation: "RMSNorm",
        got: `an input of shape [${x.shape.join(", ")}]`,
        expected: `one that ends in [${normalizedShape.join(", ")}]`,
      });
    }
    const dims = normalizedShape.map((_, axis) => first + axis);
    const normal = x.mul(
      x
        .square()
        .mean(dims, true)
        .add(eps ?? float32Step)
        .rsqrt(),
    );
    return weight === null ? normal : normal.mul(weight);
  }

  override extraRepr(): string {
    const { normalizedShape, eps } = this;
    return printSettings([normalizedShape], { eps, elementwise_affine: this.weight !== null });
  }
}
