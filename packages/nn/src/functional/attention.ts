import { ArgumentError, type Tensor, tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { requireWithin } from "../within-shape.js";
import { checkMaskDType } from "./attention-masks.js";
import { dropout } from "./dropout.js";

export interface DotProductAttentionOptions {
  /** Which keys a query may look at: bools, true for those it may, or numbers that are added to the scores. */
  readonly attnMask?: Tensor | null | undefined;
  /** The share, 0..1, of the weights that is dropped. */
  readonly dropoutP?: number;
  /** Whether query i looks at the keys up to i alone. */
  readonly isCausal?: boolean;
  /** What scores are multiplied by; 1/√features unless said. */
  readonly scale?: number;
}

/** Scores with −∞ where `allowed` is false, or with a mask of numbers added. */
function masked(scores: Tensor, mask: Tensor): Tensor {
  return mask.dtype === "bool"
    ? mask.where(scores, Number.NEGATIVE_INFINITY)
    : scores.add(mask.to(scores.dtype));
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
 * @throws ArgumentError where a mask is given beside isCausal; ShapeError for one that doesn't fit the scores; DTypeError
 * for one of whole numbers.
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
  checkOptions("scaledDotProductAttention", options, {
    attnMask: null,
    dropoutP: null,
    isCausal: [true, false],
    scale: null,
  });
  const { attnMask, dropoutP = 0, isCausal = false, scale = 1 / Math.sqrt(query.shape.at(-1)!) } = options;
  if (isCausal && attnMask) {
    throw new ArgumentError({
      operation: "scaledDotProductAttention",
      got: "attnMask and isCausal",
      expected: "one of them",
    });
  }
  const scores = query.mul(scale).matmul(key.transpose(-2, -1));
  const mask = isCausal ? causalMask(scores) : attnMask;
  if (mask) {
    checkMaskDType("scaledDotProductAttention", "attnMask", mask);
    requireWithin("scaledDotProductAttention", "attnMask", mask, scores.shape);
  }
  const weights = (mask ? masked(scores, mask) : scores).softmax(-1);
  return dropout(weights, dropoutP).matmul(value);
}
