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

/** A figure of an epoch: a loss, or a metric by its name. */
export function figureOf(record: EpochRecord, name: string): number {
  if (name === "trainLoss" || name === "validLoss") return record[name];
  return record.metrics[name] ?? Number.NaN;
}
