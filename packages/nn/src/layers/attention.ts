import { ArgumentError, cat, pad, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { checkProbability, dropout } from "../functional/dropout.js";
import { xavierNormal_, xavierUniform_ } from "../init.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { refuseInput } from "../refuse-input.js";
import { Linear } from "./linear.js";

export interface MultiheadAttentionOptions {
  /** The share, 0..1, of the weights that is dropped in training. */
  readonly dropout?: number;
  readonly bias?: boolean;
  /** Whether tensors are [batch, time, features] rather than [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** Features of the keys, and of the values; embedDim unless said. */
  readonly kdim?: number;
  readonly vdim?: number;
  /** Whether a learned key and value stand behind the others. */
  readonly addBiasKv?: boolean;
  /** Whether a key and a value of zeros stand behind the others. */
  readonly addZeroAttn?: boolean;
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

const flags = [true, false] as const;
const known = {
  dropout: null,
  bias: flags,
  batchFirst: flags,
  kdim: null,
  vdim: null,
  addBiasKv: flags,
  addZeroAttn: flags,
};

/** A mask of PyTorch's layers, where true shuts out, as numbers to add. */
function additive(mask: Tensor, like: Tensor): Tensor {
  if (mask.dtype !== "bool") return mask;
  return mask.where(Number.NEGATIVE_INFINITY, zeros([], { dtype: like.dtype, device: like.device }));
}

/**
 * Attention by several heads, each on its part of the features. query [time, batch, embedDim], key and value [keys,
 * batch, embedDim] (or kdim, vdim) → the output, as query, and the weights [batch, time, keys] where they are asked for.
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

  /** Of queries, keys and values, one below the other: [3 · embedDim, embedDim]; null where they are apart. */
  declare readonly in_proj_weight: Parameter | null;
  /** Apart, where keys or values have other features: [embedDim, features]. */
  declare readonly q_proj_weight: Parameter | undefined;
  declare readonly k_proj_weight: Parameter | undefined;
  declare readonly v_proj_weight: Parameter | undefined;
  /** A learned key and value behind the others, [1, 1, embedDim], where they are asked for. */
  declare readonly bias_k: Parameter | undefined;
  declare readonly bias_v: Parameter | undefined;
  declare readonly in_proj_bias: Parameter | null;
  declare readonly out_proj: Linear;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bias: boolean;
  readonly kdim: number;
  readonly vdim: number;
  readonly addBiasKv: boolean;
  readonly addZeroAttn: boolean;

  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    checkOptions("MultiheadAttention", options, known);
    const { bias = true, batchFirst = false, kdim = embedDim, vdim = embedDim } = options;
    if (!Number.isInteger(embedDim / numHeads)) {
      throw new ArgumentError({
        operation: "MultiheadAttention",
        got: `${numHeads} heads for ${embedDim} features`,
        expected: "heads that divide the features",
      });
    }
    this.batchFirst = batchFirst;
    this.dropout = options.dropout ?? 0;
    this.bias = bias;
    this.kdim = kdim;
    this.vdim = vdim;
    this.addBiasKv = options.addBiasKv ?? false;
    this.addZeroAttn = options.addZeroAttn ?? false;
    checkProbability("MultiheadAttention", this.dropout);
    // In the order in which PyTorch draws them, and then in which its state dict holds them.
    const output = new Linear(embedDim, embedDim, { bias });
    const drawn = this.#drawWeights();
    const shift = bias ? new Parameter(zeros([3 * embedDim])) : null;
    const behind = (): Parameter => new Parameter(xavierNormal_(zeros([1, 1, embedDim])));
    const extra = this.addBiasKv ? { bias_k: behind(), bias_v: behind() } : {};
    Object.assign(this, { ...drawn, in_proj_bias: shift, ...extra, out_proj: output });
    output.bias?.setData(zeros([embedDim]));
  }

  #drawWeights(): Record<string, Parameter | null> {
    const { embedDim, kdim, vdim } = this;
    const drawn = (rows: number, columns: number): Parameter =>
      new Parameter(xavierUniform_(zeros([rows, columns])));
    if (kdim === embedDim && vdim === embedDim) return { in_proj_weight: drawn(3 * embedDim, embedDim) };
    return {
      q_proj_weight: drawn(embedDim, embedDim),
      k_proj_weight: drawn(embedDim, kdim),
      v_proj_weight: drawn(embedDim, vdim),
      in_proj_weight: null,
    };
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionOptions = {},
  ): [output: Tensor, weights: Tensor | null] {
    const isBatched = query.ndim === 3;
    this.#check(query, this.embedDim, isBatched);
    this.#check(key, this.kdim, isBatched);
    this.#check(value, this.vdim, isBatched);
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

  #check(x: Tensor, features: number, isBatched: boolean): void {
    if (x.ndim === (isBatched ? 3 : 2) && x.shape.at(-1) === features) return;
    const axes = this.batchFirst ? "batch, time" : "time, batch";
    refuseInput("MultiheadAttention", x, `[${axes}, ${features}]`);
  }

  /** Queries, keys and values [batch, time, features] as [batch, heads, time, features], with what stands behind. */
  #project(inputs: readonly [Tensor, Tensor, Tensor]): readonly [Tensor, Tensor, Tensor] {
    const { numHeads, embedDim, in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight } = this;
    const weights = in_proj_weight?.chunk(3, 0) ?? [q_proj_weight!, k_proj_weight!, v_proj_weight!];
    const shifts = this.in_proj_bias?.chunk(3, 0);
    return inputs.map((x, part) => {
      let rows = x.matmul(weights[part]!.t());
      if (shifts !== undefined) rows = rows.add(shifts[part]!);
      const behind = [undefined, this.bias_k, this.bias_v][part];
      if (behind !== undefined) rows = cat([rows, behind.expand([x.shape[0]!, 1, embedDim])], 1);
      if (this.addZeroAttn && part > 0) rows = pad(rows, [0, 0, 0, 1]);
      return rows.reshape([x.shape[0]!, rows.shape[1]!, numHeads, embedDim / numHeads]).transpose(1, 2);
    }) as [Tensor, Tensor, Tensor];
  }

  /** Queries, keys and values [batch, time, features] → the output so, and weights [batch, heads, queries, keys]. */
  #attend(inputs: readonly [Tensor, Tensor, Tensor], options: AttentionOptions) {
    const { numHeads, embedDim } = this;
    const [q, k, v] = this.#project(inputs);
    let scores = q.mul(1 / Math.sqrt(embedDim / numHeads)).matmul(k.transpose(-2, -1));
    const extra = k.shape[2]! - inputs[1].shape[1]!;
    /** Numbers to add, and 0 for the keys behind the others. */
    const shutting = (mask: Tensor): Tensor => {
      const numbers = additive(mask, scores);
      return extra === 0 ? numbers : pad(numbers, [0, extra]);
    };
    const { attnMask, keyPaddingMask } = options;
    if (attnMask !== undefined) {
      const mask = shutting(attnMask);
      scores = scores.add(mask.ndim === 3 ? mask.reshape([-1, numHeads, ...mask.shape.slice(1)]) : mask);
    }
    if (keyPaddingMask !== undefined) {
      const padding = shutting(keyPaddingMask);
      const batched = padding.ndim === 1 ? padding.unsqueeze(0) : padding;
      scores = scores.add(batched.unsqueeze(1).unsqueeze(1));
    }
    const shares = dropout(scores.softmax(-1), this.dropout, this.training);
    const [batch, time] = inputs[0].shape as [number, number];
    const joined = shares.matmul(v).transpose(1, 2).reshape([batch, time, embedDim]);
    return { output: this.out_proj(joined), weights: shares };
  }
}
