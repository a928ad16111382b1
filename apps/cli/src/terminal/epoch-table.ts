import type { EpochRecord } from "@mnist/learner";
import pc from "picocolors";
import { figure } from "./figures.js";

const columns = (): number => process.stdout.columns || 80;

/** The heads of fastai's table: epoch, losses, metrics, time. */
export function tableHead(metrics: readonly string[]): string {
  const isNarrow = columns() < 60;
  const heads = isNarrow ? ["train", "valid"] : ["train_loss", "valid_loss"];
  const cell = cellOf(metrics.length);
  return pc.bold(
    [
      "epoch".padStart(5),
      ...[...heads, ...metrics.map((name) => (isNarrow ? shortened(name) : name)), "time"].map(cell),
    ].join(""),
  );
}

const shortened = (name: string): string => (name === "accuracy" ? "acc" : name.slice(0, 6));

/** As wide as fits: the losses, the metrics and the time. */
function cellOf(metrics: number): (text: string) => string {
  const width = Math.min(12, Math.floor((columns() - 7) / (metrics + 3)));
  return (text) => text.padStart(width);
}

/** One finished epoch as a row of that table, with a star where it is the best so far. */
export function tableRow(record: EpochRecord, isBest = false): string {
  const { epoch, trainLoss, validLoss, metrics, seconds, validSeconds } = record;
  const cell = cellOf(Object.keys(metrics).length);
  const digits = columns() < 60 ? 4 : 6;
  const figures = [trainLoss, validLoss, ...Object.values(metrics)].map((value) =>
    cell(figure(value, digits)),
  );
  const time = cell(`${(seconds + validSeconds).toFixed(2)} s`);
  return [String(epoch).padStart(5), ...figures, time, isBest ? pc.yellow(" ★") : ""].join("");
}
