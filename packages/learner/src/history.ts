import { display, type MimeBundle } from "./display.js";
import type { EpochRecord } from "./epoch-record.js";

const names = (metrics: readonly string[]): string[] => [
  "epoch",
  "train_loss",
  "valid_loss",
  ...metrics,
  "time",
];

function cellsOf({ epoch, trainLoss, validLoss, metrics, seconds, validSeconds }: EpochRecord): string[] {
  const figures = [trainLoss, validLoss, ...Object.values(metrics)].map(figure);
  return [String(epoch), ...figures, duration(seconds + validSeconds)];
}

/** What a fit's epochs are told in, column by column, as fastai names them. */
export function epochHead(metrics: readonly string[]): string {
  return row(names(metrics), metrics);
}

/** An epoch as a row beneath that head. */
export function epochRow(record: EpochRecord): string {
  return row(cellsOf(record), Object.keys(record.metrics));
}

/** Cells in columns as wide as a figure or the metric's name. */
function row(cells: readonly string[], metrics: readonly string[]): string {
  const widths = [5, 10, 10, ...metrics.map((name) => Math.max(name.length, 8)), 0];
  return cells
    .map((cell, column) => cell.padEnd(widths[column]!))
    .join("  ")
    .trimEnd();
}

function figure(value: number): string {
  if (Number.isNaN(value)) return "-";
  return Math.abs(value) < 1000 ? value.toFixed(6) : value.toPrecision(4);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * The epochs of a fit, an array that prints as fastai's table: as text, and in a notebook.
 *
 * @source fastai.learner.Recorder, what its logger shows
 */
export class History extends Array<EpochRecord> {
  static override readonly name: string = "History";

  /** What `map` and its kin make is no history. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  get #metrics(): string[] {
    return Object.keys(this[0]?.metrics ?? {});
  }

  override toString(): string {
    return [epochHead(this.#metrics), ...this.map(epochRow)].join("\n");
  }

  [display](): MimeBundle {
    const line = (tag: string, cells: readonly string[]): string =>
      `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    const body = this.map((record) => line("td", cellsOf(record))).join("");
    const html = `<table><thead>${line("th", names(this.#metrics))}</thead><tbody>${body}</tbody></table>`;
    return { "text/html": html, "text/plain": this.toString() };
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
