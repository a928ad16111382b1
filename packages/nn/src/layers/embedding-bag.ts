import { ArgumentError, fromData, ShapeError, stack, type Tensor, zeros } from "@mnist/tensor";
import { printSettings } from "../describe-module.js";
import { normal_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";

export interface EmbeddingBagOptions {
  /** What becomes of a bag's rows. */
  readonly mode?: "sum" | "mean" | "max";
}

/**
 * The sum, mean or maximum of the rows of each bag of indices: [bags, size] of int32, or [indices] and the offsets
 * [bags] at which the bags begin → [bags, embeddingDim]. An empty bag is 0.
 *
 * @throws ShapeError for other shapes; ArgumentError for offsets that don't begin at 0 and ascend.
 * @source torch.nn.EmbeddingBag
 * @example
 * new EmbeddingBag(10, 3, { mode: "sum" })(tensor([[1, 2], [4, 5]], { dtype: "int32" })).shape // [2, 3]
 */
export class EmbeddingBag extends Module {
  static override readonly name: string = "EmbeddingBag";

  /** [numEmbeddings, embeddingDim], drawn from a standard normal. */
  readonly weight: Parameter;
  readonly mode: "sum" | "mean" | "max";

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    { mode = "mean" }: EmbeddingBagOptions = {},
  ) {
    super();
    if (mode !== "sum" && mode !== "mean" && mode !== "max") {
      const got = `mode ${JSON.stringify(mode)}`;
      throw new ArgumentError({ operation: "EmbeddingBag", got, expected: '"sum", "mean" or "max"' });
    }
    this.mode = mode;
    this.weight = new Parameter(normal_(zeros([numEmbeddings, embeddingDim])));
  }

  override forward(index: Tensor, offsets?: Tensor): Tensor {
    const isMatrix = index.ndim === 2;
    if ((!isMatrix && index.ndim !== 1) || isMatrix !== (offsets === undefined)) {
      throw new ShapeError({
        operation: "EmbeddingBag",
        got: `indices [${index.shape.join(", ")}] ${offsets === undefined ? "without" : "and"} offsets`,
        expected: "indices [bags, size], or [indices] and offsets [bags]",
      });
    }
    const rows = this.weight.indexSelect(0, index.flatten());
    if (offsets === undefined) return this.#joined(rows.reshape([...index.shape, this.embeddingDim]), 1);
    const starts = Array.from(offsets.dataSync());
    const ends = [...starts.slice(1), index.length];
    if (starts[0] !== 0 || starts.some((start, bag) => start > ends[bag]!)) {
      throw new ArgumentError({
        operation: "EmbeddingBag",
        got: `offsets ${starts.join(", ")}`,
        expected: `numbers that ascend from 0 to at most ${index.length}`,
      });
    }
    const bags = starts.map((start, bag) => {
      const end = ends[bag]!;
      if (end > start) return this.#joined(rows.slice(0, start, end), 0);
      return fromData(new Float32Array(this.embeddingDim), [this.embeddingDim], { device: rows.device });
    });
    return stack(bags);
  }

  #joined(rows: Tensor, dim: number): Tensor {
    if (this.mode === "max") return rows.max(dim).values;
    return this.mode === "sum" ? rows.sum(dim) : rows.mean(dim);
  }

  override extraRepr(): string {
    return printSettings([this.numEmbeddings, this.embeddingDim], { mode: this.mode });
  }
}
