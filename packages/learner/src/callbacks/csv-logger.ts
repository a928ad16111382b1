import type { EpochRecord } from "../epoch-record.js";
import { EpochLogger } from "./epoch-logger.js";

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes the epochs as a table: `epoch,trainLoss,validLoss,accuracy,seconds,validSeconds`.
 *
 * @source fastai.callback.progress.CSVLogger
 * @example
 * new CSVLogger((text) => lines.push(text)); // in Node also new CSVLogger(fileSink("run.csv"))
 */
export class CSVLogger extends EpochLogger {
  static override readonly name: string = "CSVLogger";

  readonly name = CSVLogger.name;

  protected override linesOf(record: EpochRecord, isFirst: boolean): string {
    const { metrics, seconds, validSeconds, ...rest } = record;
    const columns = Object.entries({ ...rest, ...metrics, seconds, validSeconds });
    const row = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(",")}\n`;
    const values = row(columns.map(([, value]) => value));
    return isFirst ? row(columns.map(([name]) => name)) + values : values;
  }
}
