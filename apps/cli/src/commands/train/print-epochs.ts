import type { Callback, EpochRecord } from "@mnist/learner";
import { tableRow } from "../../terminal/epoch-table.js";

interface PrintOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Grows with every epoch. */
  readonly finished: EpochRecord[];
}

/** A row of the table, or a line of JSON, for each epoch that ends. */
export function printEpochs({ json, quiet, finished }: PrintOptions): Callback {
  return {
    name: "table of epochs",
    order: 100,
    afterEpoch({ history, epoch }) {
      const record = history.at(-1);
      if (record?.epoch !== epoch) return; // an epoch that was left has none
      finished.push(record);
      const earlier = history.slice(0, -1).map(({ metrics }) => metrics.accuracy ?? 0);
      const isBest =
        Number.isFinite(record.validLoss) && (record.metrics.accuracy ?? 0) > Math.max(0, ...earlier);
      if (json) console.log(JSON.stringify(jsonRecord(record)));
      else if (!quiet) console.log(tableRow(record, isBest));
    },
  };
}

function jsonRecord({ epoch, trainLoss, validLoss, metrics, seconds, validSeconds }: EpochRecord): object {
  return { epoch, trainLoss, validLoss, ...metrics, seconds, validSeconds };
}
