import { epochColumns } from "../worker/protocol.js";

export interface EpochRow {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validLoss: number;
  readonly accuracy: number;
  readonly seconds: number;
}

/** What each epoch came to, as numbers in a row that grows. */
export class EpochLog {
  #rows = new Float64Array(64 * epochColumns);
  length = 0;

  /** Takes rows as reports have them; they are counted on from those there are. */
  add(rows: Float64Array): void {
    const needed = this.length * epochColumns + rows.length;
    if (needed > this.#rows.length) {
      const grown = new Float64Array(Math.max(needed, 2 * this.#rows.length));
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows.set(rows, this.length * epochColumns);
    this.length += rows.length / epochColumns;
  }

  at(index: number): EpochRow | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const [, trainLoss, validLoss, accuracy, train, valid] = this.#rows.subarray(
      index * epochColumns,
      (index + 1) * epochColumns,
    ) as unknown as [number, number, number, number, number, number];
    return { epoch: index + 1, trainLoss, validLoss, accuracy, seconds: train + valid };
  }

  get last(): EpochRow | undefined {
    return this.at(this.length - 1);
  }

  /** Up to `most` epochs' numbers, evenly spread, the last among them. */
  column(name: Exclude<keyof EpochRow, "epoch">, most = 600): { x: number[]; y: number[] } {
    const every = Math.max(Math.ceil(this.length / most), 1);
    const x: number[] = [];
    const y: number[] = [];
    for (let index = 0; index < this.length; index++) {
      if (index % every !== 0 && index !== this.length - 1) continue;
      x.push(index + 1);
      y.push(this.at(index)![name]);
    }
    return { x, y };
  }

  save(): Float64Array {
    return this.#rows.slice(0, this.length * epochColumns);
  }

  static load(rows: Float64Array): EpochLog {
    const log = new EpochLog();
    log.add(rows);
    return log;
  }
}
