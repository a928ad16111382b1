import { ArgumentError, cat, isFloat, pad, type Tensor, zeros } from "@mnist/tensor";
import { refuseInput } from "../refuse-input.js";
import { checkAttention, checkMasks } from "./attention-masks.js";
import { type AttentionOptions, attentionOptions } from "./attention-options.js";
import { dropout } from "./dropout.js";
import { linear } from "./linear.js";

/** What makes queries, keys and values of the inputs. */
export interface InputWeights {
  /** For all three, one below the other: [3 · embedDim, embedDim]. */
  readonly inProjWeight?: Tensor | null | undefined;
  /** For each apart, where there is none for all: [embedDim, features]. */
  readonly qProjWeight?: Tensor | null | undefined;
  readonly kProjWeight?: Tensor | null | undefined;
  readonly vProjWeight?: Tensor | null | undefined;
  /** [3 · embedDim]. */
  readonly inProjBias?: Tensor | null | undefined;
  /** A key and a value that stand behind the others, [1, 1, embedDim]. */
  readonly biasK?: Tensor | null | undefined;
  readonly biasV?: Tensor | null | undefined;
}

export interface AttentionWeights extends InputWeights {
  /** [embedDim, embedDim]. */
  readonly outProjWeight: Tensor;
  /** [embedDim]. */
  readonly outProjBias?: Tensor | null | undefined;
}

export interface MultiHeadAttentionSettings extends AttentionOptions {
  /** Whether a key and a value of zeros stand behind the others. */
  readonly addZeroAttn?: boolean;
  /** The share, 0..1, of the weights that is dropped in training. */
  readonly dropoutP?: number;
  /** Whether weights are dropped; true unless said. */
  readonly training?: boolean;
}

type Inputs = readonly [query: Tensor, key: Tensor, value: Tensor];

/** A mask of PyTorch's layers, where true shuts out, as numbers to add. */
function additive(mask: Tensor, like: Tensor): Tensor {
  if (isFloat(mask.dtype)) return mask.to(like.dtype);
  return mask
    .to("bool")
    .where(Number.NEGATIVE_INFINITY, zeros([], { dtype: like.dtype, device: like.device }));
}

/** Queries, keys and values [batch, time, features] as [batch, heads, time, features], with what stands behind. */
function project(inputs: Inputs, numHeads: number, weights: InputWeights, addZeroAttn: boolean): Inputs {
  const { inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias, biasK, biasV } = weights;
  const matrices = inProjWeight?.chunk(3, 0) ?? [qProjWeight!, kProjWeight!, vProjWeight!];
  const shifts = inProjBias?.chunk(3, 0);
  return inputs.map((x, part) => {
    const embedDim = matrices[part]!.shape[0]!;
    let rows = x.matmul(matrices[part]!.t());
    if (shifts !== undefined) rows = rows.add(shifts[part]!);
    const behind = [undefined, biasK, biasV][part] ?? undefined;
    if (behind !== undefined) rows = cat([rows, behind.expand([x.shape[0]!, 1, embedDim])], 1);
    if (addZeroAttn && part > 0) rows = pad(rows, [0, 0, 0, 1]);
    return rows.reshape([x.shape[0]!, rows.shape[1]!, numHeads, embedDim / numHeads]).transpose(1, 2);
  }) as unknown as Inputs;
}

/** Inputs [batch, time, features] → what the heads answer side by side, [batch, time, embedDim], and their weights. */
export function attendByHeads(
  inputs: Inputs,
  numHeads: number,
  projection: InputWeights,
  settings: MultiHeadAttentionSettings,
): { readonly joined: Tensor; readonly weights: Tensor } {
  const { attnMask, keyPaddingMask, addZeroAttn = false, dropoutP = 0, training = true } = settings;
  const [q, k, v] = project(inputs, numHeads, projection, addZeroAttn);
  const features = q.shape[3]!;
  let scores = q.mul(1 / Math.sqrt(features)).matmul(k.transpose(-2, -1));
  const extra = k.shape[2]! - inputs[1].shape[1]!;
  /** Numbers to add, and 0 for the keys behind the others. */
  const shutting = (mask: Tensor): Tensor => {
    const numbers = additive(mask, scores);
    return extra === 0 ? numbers : pad(numbers, [0, extra]);
  };
  if (attnMask) {
    const mask = shutting(attnMask);
    scores = scores.add(mask.ndim === 3 ? mask.reshape([-1, numHeads, ...mask.shape.slice(1)]) : mask);
  }
  if (keyPaddingMask) {
    const padding = shutting(keyPaddingMask);
    const batched = padding.ndim === 1 ? padding.unsqueeze(0) : padding;
    scores = scores.add(batched.unsqueeze(1).unsqueeze(1));
  }
  const weights = dropout(scores.softmax(-1), dropoutP, training);
  const [batch, time] = inputs[0].shape as [number, number];
  const joined = weights
    .matmul(v)
    .transpose(1, 2)
    .reshape([batch, time, numHeads * features]);
  return { joined, weights };
}

/** Attention over inputs whose batch is first, second or missing; its answers lie as the queries do. */
export function overBatches(
  inputs: Inputs,
  batchFirst: boolean,
  { needWeights = true, averageAttnWeights = true }: AttentionOptions,
  attend: (inputs: Inputs) => { readonly output: Tensor; readonly weights: Tensor },
): [output: Tensor, weights: Tensor | null] {
  const isBatched = inputs[0].ndim === 3;
  const sorted = inputs.map((each) => {
    const batched = isBatched ? each : each.unsqueeze(batchFirst ? 0 : 1);
    return batchFirst ? batched : batched.transpose(0, 1);
  });
  const { output, weights } = attend(sorted as unknown as Inputs);
  const placed = batchFirst ? output : output.transpose(0, 1);
  const answered = isBatched ? placed : placed.squeeze(batchFirst ? 0 : 1);
  if (!needWeights) return [answered, null];
  const shown = averageAttnWeights ? weights.mean(1) : weights;
  return [answered, isBatched ? shown : shown.squeeze(0)];
}

/**
 * Attention by several heads with given weights, what {@link MultiheadAttention} computes with its own. query [time,
 * batch, embedDim], key and value [keys, batch, features] → the output, as query, and the weights [batch, time, keys] where
 * they are asked for; the batch may be missing.
 *
 * @throws ArgumentError where the heads don't divide embedDim, or weights are missing; ShapeError for other ranks, and for
 * masks of other shapes; DTypeError for masks of whole numbers.
 * @source torch.nn.functional.multi_head_attention_forward
 * @example
 * const x = randn([5, 4, 8]);
 * const weights = { inProjWeight: randn([24, 8]), outProjWeight: randn([8, 8]) };
 * multiHeadAttention(x, x, x, 2, weights)[0].shape // [5, 4, 8]
 */
export function multiHeadAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  numHeads: number,
  weights: AttentionWeights,
  settings: MultiHeadAttentionSettings = {},
): [output: Tensor, weights: Tensor | null] {
  const known = { ...attentionOptions, addZeroAttn: null, dropoutP: null, training: null };
  checkMasks("multiHeadAttention", settings, known, { mask: "attnMask" }, "keyPaddingMask");
  requireWeights(query.shape.at(-1)!, numHeads, weights);
  const odd = [query, key, value].find((x) => x.ndim !== query.ndim || x.ndim < 2 || x.ndim > 3);
  if (odd !== undefined)
    refuseInput("multiHeadAttention", odd, "[time, batch, features] or [time, features]");
  checkAttention("multiHeadAttention", [query, key, value], false, numHeads, settings);
  return overBatches([query, key, value], false, settings, (inputs) => {
    const { joined, weights: shares } = attendByHeads(inputs, numHeads, weights, settings);
    return { output: linear(joined, weights.outProjWeight, weights.outProjBias ?? null), weights: shares };
  });
}

function requireWeights(embedDim: number, numHeads: number, weights: AttentionWeights): void {
  const { inProjWeight, qProjWeight, kProjWeight, vProjWeight } = weights;
  if (!Number.isInteger(embedDim / numHeads)) {
    throw new ArgumentError({
      operation: "multiHeadAttention",
      got: `${numHeads} heads for ${embedDim} features`,
      expected: "heads that divide the features",
    });
  }
  if (inProjWeight || (qProjWeight && kProjWeight && vProjWeight)) return;
  throw new ArgumentError({
    operation: "multiHeadAttention",
    got: "no weights for the inputs",
    expected: "inProjWeight, or qProjWeight, kProjWeight and vProjWeight",
  });
}
