/** What one epoch came to. Losses are means; seconds are wall-clock. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  /** Mean of the batches' training losses. */
  readonly trainLoss: number;
  /** Mean validation loss over the samples; NaN where there is no validation set. */
  readonly validLoss: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The training part. */
  readonly seconds: number;
  /** The validation part. */
  readonly validSeconds: number;
}
