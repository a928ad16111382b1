import { type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings } from "../describe-module.js";
import { bilinear, linear } from "../functional/linear.js";
import { fans, kaimingUniform_, uniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface BiasOptions {
  /** Whether to add a learned bias. */
  readonly bias?: boolean;
}

/** A weight of that shape and the bias of its outputs, drawn as PyTorch's Linear and Conv draw them. */
export function drawWeights(
  shape: readonly number[],
  bias: boolean,
  outputs = shape[0]!,
): { weight: Parameter; bias: Parameter | null } {
  const weight = new Parameter(kaimingUniform_(zeros(shape), { a: Math.sqrt(5) }));
  if (!bias) return { weight, bias: null };
  const { fanIn } = fans(weight);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  return { weight, bias: new Parameter(uniform_(zeros([outputs]), -bound, bound)) };
}

/**
 * x [..., inFeatures] · weightᵀ + bias → [..., outFeatures]. Weights are drawn as PyTorch draws them.
 *
 * @throws ShapeError where x's last axis is not inFeatures.
 * @source torch.nn.Linear
 * @example
 * new Linear(784, 10)(randn([64, 784])).shape // [64, 10]
 */
export class Linear extends Module {
  static override readonly name: string = "Linear";

  /** [outFeatures, inFeatures]. */
  readonly weight: Parameter;
  /** [outFeatures]. */
  readonly bias: Parameter | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: BiasOptions = {},
  ) {
    super();
    checkOptions("Linear", options, { bias: null });
    const { bias = true } = options;
    const drawn = drawWeights([outFeatures, inFeatures], bias);
    this.weight = drawn.weight;
    this.bias = drawn.bias;
  }

  override forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }

  override extraRepr(): string {
    return printSettings([], {
      in_features: this.inFeatures,
      out_features: this.outFeatures,
      bias: this.bias !== null,
    });
  }
}

/**
 * left [..., in1] and right [..., in2] → [..., outFeatures]: output k is leftᵀ · weight[k] · right + bias[k].
 *
 * @source torch.nn.Bilinear
 * @example
 * new Bilinear(3, 4, 2)(randn([5, 3]), randn([5, 4])).shape // [5, 2]
 */
export class Bilinear extends Module {
  static override readonly name: string = "Bilinear";

  /** [outFeatures, in1Features, in2Features]. */
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    readonly in1Features: number,
    readonly in2Features: number,
    readonly outFeatures: number,
    options: BiasOptions = {},
  ) {
    super();
    checkOptions("Bilinear", options, { bias: null });
    const { bias = true } = options;
    const bound = 1 / Math.sqrt(in1Features);
    this.weight = new Parameter(uniform_(zeros([outFeatures, in1Features, in2Features]), -bound, bound));
    this.bias = bias ? new Parameter(uniform_(zeros([outFeatures]), -bound, bound)) : null;
  }

  override forward(left: Tensor, right: Tensor): Tensor {
    return bilinear(left, right, this.weight, this.bias);
  }

  override extraRepr(): string {
    return printSettings([], {
      in1_features: this.in1Features,
      in2_features: this.in2Features,
      out_features: this.outFeatures,
      bias: this.bias !== null,
    });
  }
}
