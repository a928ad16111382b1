import { ArgumentError, type Tensor, zeros } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { checkAttention, checkMasks } from "../functional/attention-masks.js";
import { type AttentionOptions, attentionOptions } from "../functional/attention-options.js";
import { checkProbability } from "../functional/dropout.js";
import { attendByHeads, type InputWeights, overBatches } from "../functional/multi-head-attention.js";
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

/**
 * Attention by several heads, each on its part of the features. query [time, batch, embedDim], key and value [keys,
 * batch, embedDim] (or kdim, vdim) → the output, as query, and the weights [batch, time, keys] where they are asked for.
 *
 * @throws ArgumentError where the heads don't divide embedDim; ShapeError where an input has other features, or a
 * mask another shape; DTypeError for masks of whole numbers.
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
    checkMasks("MultiheadAttention", options, attentionOptions, { mask: "attnMask" }, "keyPaddingMask");
    const isBatched = query.ndim === 3;
    this.#check(query, this.embedDim, isBatched);
    this.#check(key, this.kdim, isBatched);
    this.#check(value, this.vdim, isBatched);
    checkAttention("MultiheadAttention", [query, key, value], this.batchFirst, this.numHeads, options);
    return overBatches([query, key, value], this.batchFirst, options, (inputs) => {
      const { joined, weights } = attendByHeads(inputs, this.numHeads, this.#weights, {
        ...options,
        addZeroAttn: this.addZeroAttn,
        dropoutP: this.dropout,
        training: this.training,
      });
      return { output: this.out_proj(joined), weights };
    });
  }

  get #weights(): InputWeights {
    return {
      inProjWeight: this.in_proj_weight,
      qProjWeight: this.q_proj_weight,
      kProjWeight: this.k_proj_weight,
      vProjWeight: this.v_proj_weight,
      inProjBias: this.in_proj_bias,
      biasK: this.bias_k,
      biasV: this.bias_v,
    };
  }

  #check(x: Tensor, features: number, isBatched: boolean): void {
    if (x.ndim === (isBatched ? 3 : 2) && x.shape.at(-1) === features) return;
    const axes = this.batchFirst ? "batch, time" : "time, batch";
    refuseInput("MultiheadAttention", x, `[${axes}, ${features}]`);
  }
}
