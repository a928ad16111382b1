import { type Tensor, zeros } from "@mnist/tensor";
import { kaimingUniform_, uniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

/**
 * x [..., inFeatures] · weightᵀ + bias → [..., outFeatures]. Weights are drawn as PyTorch draws them.
 *
 * @source torch.nn.Linear
 * @example
 * new Linear(784, 10)(randn([64, 784])).shape // [64, 10]
 */
export class Linear extends Module {
  /** [outFeatures, inFeatures]. */
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    { bias = true }: { readonly bias?: boolean } = {},
  ) {
    super();
    this.weight = new Parameter(kaimingUniform_(zeros([outFeatures, inFeatures]), Math.sqrt(5)));
    const bound = inFeatures > 0 ? 1 / Math.sqrt(inFeatures) : 0;
    this.bias = bias ? new Parameter(uniform_(zeros([outFeatures]), -bound, bound)) : null;
  }

  override forward(x: Tensor): Tensor {
    const product = x.matmul(this.weight.t());
    return this.bias === null ? product : product.add(this.bias);
  }

  override extraRepr(): string {
    return `inFeatures=${this.inFeatures}, outFeatures=${this.outFeatures}, bias=${this.bias !== null}`;
  }
}
