/** Which samples of a pass a batch is made of: whatever is random about a sample is drawn from these alone. */
export interface BatchDraw {
  /** The pass's own seed, a whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** For each sample how many came before it in the pass. */
  readonly positions: Uint32Array;
}

/** What samples draw from that are asked for without a pass: each from its index. */
export function drawByIndex(indices: Int32Array): BatchDraw {
  return { seed: 0, positions: Uint32Array.from(indices) };
}
