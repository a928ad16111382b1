import type { AnyContext } from "../context.js";
import type { AnyCallback } from "../events.js";
import { epochHead, epochRow } from "../history.js";
import { recordOf } from "./monitor.js";

/**
 * Tells each epoch as it ends, as a row of fastai's table: `epoch`, `train_loss`, `valid_loss`, metrics, `time`. A learner
 * that is given a `logger` has one.
 *
 * @source fastai.learner.Recorder, fastai.learner.Learner.logger
 * @example
 * new TableLogger(console.log);
 */
export class TableLogger implements AnyCallback {
  static readonly name: string = "TableLogger";

  readonly name = TableLogger.name;
  readonly order = 60;
  readonly isObserver = true;
  #hasHead = false;

  constructor(readonly logger: (line: string) => void) {}

  beforeFit(): void {
    this.#hasHead = false;
  }

  afterEpoch(context: AnyContext): void {
    const record = recordOf(context);
    if (record === null) return;
    if (!this.#hasHead) this.logger(epochHead(Object.keys(record.metrics)));
    this.#hasHead = true;
    this.logger(epochRow(record));
  }
}
