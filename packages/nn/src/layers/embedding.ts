import { type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { printSettings, pythonFloat } from "../describe-module.js";
import {
  checkPaddingIdx,
  type EmbeddingSettings,
  embedding,
  embeddingOptions,
} from "../functional/embedding.js";
import { normal_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

/** The padding row starts at 0. */
export type EmbeddingOptions = EmbeddingSettings;

/**
 * Row `index` of a learned table: [...] of int32 → [..., embeddingDim].
 *
 * @throws ShapeError for an index that has no row; DTypeError for indices that are not int32 or uint8.
 * @source torch.nn.Embedding
 * @example
 * new Embedding(10, 3)(tensor([[1, 2], [4, 5]], { dtype: "int32" })).shape // [2, 2, 3]
 */
export class Embedding extends Module {
  static override readonly name: string = "Embedding";

  /** [numEmbeddings, embeddingDim], drawn from a standard normal. */
  readonly weight: Parameter;
  readonly paddingIdx: number | null;
  readonly maxNorm: number | null;
  readonly normType: number;
  readonly scaleGradByFreq: boolean;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    options: EmbeddingOptions = {},
  ) {
    super();
    checkOptions("Embedding", options, embeddingOptions);
    const { paddingIdx = null, maxNorm = null, normType = 2, scaleGradByFreq = false } = options;
    checkPaddingIdx("Embedding", paddingIdx, numEmbeddings);
    const table = normal_(zeros([numEmbeddings, embeddingDim]));
    this.paddingIdx = paddingIdx === null ? null : (paddingIdx + numEmbeddings) % numEmbeddings;
    if (this.paddingIdx !== null) table.select(0, this.paddingIdx).zero_();
    this.weight = new Parameter(table);
    this.maxNorm = maxNorm;
    this.normType = normType;
    this.scaleGradByFreq = scaleGradByFreq;
  }

  override forward(index: Tensor): Tensor {
    const { paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return embedding(index, this.weight, { paddingIdx, maxNorm, normType, scaleGradByFreq });
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType, scaleGradByFreq } = this;
    return printSettings([numEmbeddings, embeddingDim], {
      ...(paddingIdx !== null && { padding_idx: paddingIdx }),
      ...(maxNorm !== null && { max_norm: pythonFloat(maxNorm) }),
      ...(normType !== 2 && { norm_type: pythonFloat(normType) }),
      ...(scaleGradByFreq && { scale_grad_by_freq: true }),
    });
  }
}
