import type { EpochRecord } from "../epoch-record.js";
import { EpochLogger } from "./epoch-logger.js";

/**
 * Writes each epoch as a line of JSON: `{"epoch":1,"trainLoss":0.31,"validLoss":0.25,"metrics":{"accuracy":0.92},…}`; a
 * number that is not finite is null.
 *
 * @example
 * new JSONLLogger((text) => lines.push(text)); // in Node also new JSONLLogger(fileSink("run.jsonl"))
 */
export class JSONLLogger extends EpochLogger {
  static override readonly name: string = "JSONLLogger";

  readonly name = JSONLLogger.name;

  protected override linesOf(record: EpochRecord): string {
    return `${JSON.stringify(record)}\n`;
  }
}
