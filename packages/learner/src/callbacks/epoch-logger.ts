import type { AnyContext } from "../context.js";
import type { EpochRecord } from "../epoch-record.js";
import type { AnyCallback, CallbackState } from "../events.js";
import { Checked } from "../state/checked.js";
import { type LogSink, toSink, type WriteLog } from "./log-sink.js";
import { recordOf } from "./monitor.js";

/** Writes a line for every epoch. A resumed fit goes on after the lines that were there when its state was saved. */
export abstract class EpochLogger implements AnyCallback {
  static readonly name: string = "EpochLogger";

  abstract readonly name: string;
  readonly order = 60;
  readonly isObserver = true;
  readonly #sink: LogSink;

  constructor(sink: LogSink | WriteLog) {
    this.#sink = toSink(sink);
  }

  /** The text of an epoch; `isFirst` where the log is still empty. */
  protected abstract linesOf(record: EpochRecord, isFirst: boolean): string;

  async afterEpoch(context: AnyContext): Promise<void> {
    const record = recordOf(context);
    if (record !== null) await this.#sink.write(this.linesOf(record, this.#sink.length === 0));
  }

  stateDict(): CallbackState {
    return { values: { length: this.#sink.length } };
  }

  loadStateDict({ values }: CallbackState): void {
    this.#sink.cut(new Checked(values, this.name, "state").at("length").whole(0));
  }
}
