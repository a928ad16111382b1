import { ArgumentError, ShapeError, type Tensor, tensor, zeros } from "@mnist/tensor";
import { xavierUniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { Dropout } from "./dropout.js";
import { Linear } from "./linear.js";

export interface DotProductAttentionOptions {
  /** Which keys a query may look at: bools, true for those it may, or numbers that are added to the scores. */
  readonly attnMask?: Tensor;
  /** The share, 0..1, of the weights that is dropped. */
  readonly dropoutP?: number;
  /** Whether query i looks at the keys up to i alone. */
  readonly isCausal?: boolean;
  /** What scores are multiplied by; 1/√features unless said. */
  readonly scale?: number;
}

/** Scores with −∞ where `allowed` is false, or with a mask of numbers added. */
function masked(scores: Tensor, mask: Tensor): Tensor {
  return mask.dtype === "bool" ? mask.where(scores, Number.NEGATIVE_INFINITY) : scores.add(mask);
}

/** [queries, keys] of bools: true up to the diagonal. */
function causalMask(scores: Tensor): Tensor {
  const [queries, keys] = scores.shape.slice(-2) as [number, number];
  const rows = Array.from({ length: queries }, (_, query) =>
    Array.from({ length: keys }, (_, key) => key <= query),
  );
  return tensor(rows, { dtype: "bool", device: scores.device }).reshape([queries, keys]);
}

/**
 * softmax(query · keyᵀ · scale) · value over the last two axes: query [..., queries, features], key [..., keys,
 * features], value [..., keys, width] → [..., queries, width].
 *
 * @throws ArgumentError where a mask is given beside isCausal.
 * @source torch.nn.functional.scaled_dot_product_attention
 * @example
 * scaledDotProductAttention(randn([2, 5, 4]), randn([2, 7, 4]), randn([2, 7, 3])).shape // [2, 5, 3]
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: DotProductAttentionOptions = {},
): Tensor {
  const { attnMask, dropoutP = 0, isCausal = false, scale = 1 / Math.sqrt(query.shape.at(-1)!) } = options;
  if (isCausal && attnMask !== undefined) {
    throw new ArgumentError({
      operation: "scaledDotProductAttention",
      got: "attnMask and isCausal",
      expected: "one of them",
    });
  }
  const scores = query.mul(scale).matmul(key.transpose(-2, -1));
  const mask = isCausal ? causalMask(scores) : attnMask;
  const weights = (mask === undefined ? scores : masked(scores, mask)).softmax(-1);
  return (dropoutP > 0 ? new Dropout(dropoutP)(weights) : weights).matmul(value);
}

export interface MultiheadAttentionOptions {
  /** The share, 0..1, of the weights that is dropped in training. */
  readonly dropout?: number;
  readonly bias?: boolean;
  /** Whether tensors are [batch, time, features] rather than [time, batch, features]. */
  readonly batchFirst?: boolean;
}

export interface AttentionOptions {
  /** [batch, keys]: true for keys that nobody may look at, as they are padding; or numbers that are added. */
  readonly keyPaddingMask?: Tensor;
  /** [queries, keys] or [batch · heads, queries, keys]: true for keys that a query may not look at; or numbers. */
  readonly attnMask?: Tensor;
  /** Whether to answer the weights too. */
  readonly needWeights?: boolean;
  /** Whether those are the heads' mean. */
  readonly averageAttnWeights?: boolean;
}

/** A mask of PyTorch's layers, where true shuts out, as numbers to add. */
function additive(mask: Tensor, like: Tensor): Tensor {
  if (mask.dtype !== "bool") return mask;
  return mask.where(Number.NEGATIVE_INFINITY, zeros([], { dtype: like.dtype, device: like.device }));
}

/**
 * Attention by several heads, each on its part of the features. query [time, batch, embedDim], key and value [keys,
 * batch, embedDim] → the output, as query, and the weights [batch, time, keys] where they are asked for.
 *
 * @throws ArgumentError where the heads don't divide embedDim; ShapeError where an input has other features.
 * @source torch.nn.MultiheadAttention
 * @example
 * const attention = new MultiheadAttention(8, 2, { batchFirst: true });
 * const x = randn([4, 5, 8]);
 * const [output, weights] = attention(x, x, x);
 * [output.shape, weights.shape] // [[4, 5, 8], [4, 5, 5]]
 */
export class MultiheadAttention extends Module {
  static override readonly name: string = "MultiheadAttention";

  /** Of queries, keys and values, one below the other: [3 · embedDim, embedDim]. */
  declare readonly in_proj_weight: Parameter;
  declare readonly in_proj_bias: Parameter | null;
  declare readonly out_proj: Linear;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bias: boolean;
  readonly #dropped: Dropout;

  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    { dropout = 0, bias = true, batchFirst = false }: MultiheadAttentionOptions = {},
  ) {
    super();
    if (!Number.isInteger(embedDim / numHeads)) {
      throw new ArgumentError({
        operation: "MultiheadAttention",
        got: `${numHeads} heads for ${embedDim} features`,
        expected: "heads that divide the features",
      });
    }
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bias = bias;
    this.#dropped = new Dropout(dropout);
    const output = new Linear(embedDim, embedDim, { bias });
    const weight = new Parameter(xavierUniform_(zeros([3 * embedDim, embedDim])));
    const shift = bias ? new Parameter(zeros([3 * embedDim])) : null;
    Object.assign(this, { in_proj_weight: weight, in_proj_bias: shift, out_proj: output });
    output.bias?.setData(zeros([embedDim]));
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionOptions = {},
  ): [output: Tensor, weights: Tensor | null] {
    const isBatched = query.ndim === 3;
    for (const each of [query, key, value]) this.#check(each, isBatched);
    const sorted = [query, key, value].map((each) => {
      const batched = isBatched ? each : each.unsqueeze(this.batchFirst ? 0 : 1);
      return this.batchFirst ? batched : batched.transpose(0, 1);
    });
    const { output, weights } = this.#attend(sorted as [Tensor, Tensor, Tensor], options);
    const placed = this.batchFirst ? output : output.transpose(0, 1);
    const answered = isBatched ? placed : placed.squeeze(this.batchFirst ? 0 : 1);
    const { needWeights = true, averageAttnWeights = true } = options;
    if (!needWeights) return [answered, null];
    const shown = averageAttnWeights ? weights.mean(1) : weights;
    return [answered, isBatched ? shown : shown.squeeze(0)];
  }

  #check(x: Tensor, isBatched: boolean): void {
    if (x.ndim === (isBatched ? 3 : 2) && x.shape.at(-1) === this.embedDim) return;
    throw new ShapeError({
      operation: "MultiheadAttention",
      got: `an input of shape [${x.shape.join(", ")}]`,
      expected: `${this.batchFirst ? "[batch, time" : "[time, batch"}, ${this.embedDim}]`,
    });
  }

  /** Queries, keys and values [batch, time, features] → the output so, and weights [batch, heads, queries, keys]. */
  #attend([query, key, value]: readonly [Tensor, Tensor, Tensor], options: AttentionOptions) {
    const { numHeads, embedDim } = this;
    const width = embedDim / numHeads;
    const weights = this.in_proj_weight.chunk(3, 0);
    const shifts = this.in_proj_bias?.chunk(3, 0);
    const heads = [query, key, value].map((x, part) => {
      const product = x.matmul(weights[part]!.t());
      const shifted = shifts === undefined ? product : product.add(shifts[part]!);
      return shifted.reshape([x.shape[0]!, x.shape[1]!, numHeads, width]).transpose(1, 2);
    }) as [Tensor, Tensor, Tensor];
    const [q, k, v] = heads;
    let scores = q.mul(1 / Math.sqrt(width)).matmul(k.transpose(-2, -1));
    const { attnMask, keyPaddingMask } = options;
    if (attnMask !== undefined) {
      const mask = additive(attnMask, scores);
      scores = scores.add(mask.ndim === 3 ? mask.reshape([-1, numHeads, ...mask.shape.slice(1)]) : mask);
    }
    if (keyPaddingMask !== undefined) {
      const padding = additive(keyPaddingMask, scores);
      const batched = padding.ndim === 1 ? padding.unsqueeze(0) : padding;
      scores = scores.add(batched.unsqueeze(1).unsqueeze(1));
    }
    const shares = this.#dropped.train(this.training)(scores.softmax(-1));
    const [batch, time] = query.shape as [number, number];
    const joined = shares.matmul(v).transpose(1, 2).reshape([batch, time, embedDim]);
    return { output: this.out_proj(joined), weights: shares };
  }
}
