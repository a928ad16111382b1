import { type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings } from "../describe-module.js";
import { type BagMode, embeddingBag } from "../functional/embedding-bag.js";
import { normal_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface EmbeddingBagOptions {
  /** What becomes of a bag's rows. */
  readonly mode?: BagMode;
}

/**
 * The sum, mean or maximum of the rows of each bag of indices: [bags, size] of int32, or [indices] and the offsets
 * [bags] at which the bags begin → [bags, embeddingDim]. An empty bag is 0.
 *
 * @throws ShapeError for other shapes; ArgumentError for offsets that don't begin at 0 and ascend, and for weights of
 * the rows in another mode than the sum.
 * @source torch.nn.EmbeddingBag
 * @example
 * new EmbeddingBag(10, 3, { mode: "sum" })(tensor([[1, 2], [4, 5]], { dtype: "int32" })).shape // [2, 3]
 */
export class EmbeddingBag extends Module {
  static override readonly name: string = "EmbeddingBag";

  /** [numEmbeddings, embeddingDim], drawn from a standard normal. */
  readonly weight: Parameter;
  readonly mode: BagMode;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: EmbeddingBagOptions = {},
  ) {
    super();
    checkOptions("EmbeddingBag", options, { mode: ["sum", "mean", "max"] });
    this.mode = options.mode ?? "mean";
    this.weight = new Parameter(normal_(zeros([numEmbeddings, embeddingDim])));
  }

  override forward(
    index: Tensor,
    offsets: Tensor | null = null,
    perSampleWeights: Tensor | null = null,
  ): Tensor {
    return embeddingBag(index, this.weight, {
      mode: this.mode,
      ...(offsets !== null && { offsets }),
      ...(perSampleWeights !== null && { perSampleWeights }),
    });
  }

  override extraRepr(): string {
    return printSettings([this.numEmbeddings, this.embeddingDim], { mode: this.mode });
  }
}
