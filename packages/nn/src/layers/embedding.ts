import { ArgumentError, type Tensor, zeros } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { normal_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface EmbeddingOptions {
  /** An index whose row starts at 0 and is not learned; below 0 it counts from the end. */
  readonly paddingIdx?: number;
}

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

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    { paddingIdx }: EmbeddingOptions = {},
  ) {
    super();
    if (paddingIdx !== undefined && !(paddingIdx >= -numEmbeddings && paddingIdx < numEmbeddings)) {
      const expected = `${-numEmbeddings} to ${numEmbeddings - 1}`;
      throw new ArgumentError({ operation: "Embedding", got: `paddingIdx ${paddingIdx}`, expected });
    }
    const table = normal_(zeros([numEmbeddings, embeddingDim]));
    this.paddingIdx = paddingIdx === undefined ? null : (paddingIdx + numEmbeddings) % numEmbeddings;
    if (this.paddingIdx !== null) table.select(0, this.paddingIdx).zero_();
    this.weight = new Parameter(table);
  }

  override forward(index: Tensor): Tensor {
    const { weight, paddingIdx } = this;
    const flat = index.flatten();
    const rows = weight.indexSelect(0, flat);
    const learned = paddingIdx === null ? rows : flat.eq(paddingIdx).unsqueeze(1).where(rows.detach(), rows);
    return learned.reshape([...index.shape, this.embeddingDim]);
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx } = this;
    return printSettings(
      [numEmbeddings, embeddingDim],
      paddingIdx === null ? {} : { padding_idx: paddingIdx },
    );
  }
}
