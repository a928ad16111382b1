import type { Tensor } from "@mnist/tensor";

export interface AttentionOptions {
  /** [batch, keys], or [keys] without a batch: true for keys that nobody may look at, as they are padding; or numbers that are added. */
  readonly keyPaddingMask?: Tensor | null | undefined;
  /** [queries, keys] or [batch · heads, queries, keys]: true for keys that a query may not look at; or numbers. */
  readonly attnMask?: Tensor | null | undefined;
  /** Whether to answer the weights too. */
  readonly needWeights?: boolean;
  /** Whether those are the heads' mean. */
  readonly averageAttnWeights?: boolean;
}

/** What attention by several heads can be told, for checkMasks. */
export const attentionOptions = {
  keyPaddingMask: null,
  attnMask: null,
  needWeights: null,
  averageAttnWeights: null,
};
