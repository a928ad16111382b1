import type { EpochRecord } from "@mnist/learner";
import pc from "picocolors";

const width = 12;
const cell = (text: string): string => text.padStart(width);

/** The heads of fastai's table: epoch, losses, metrics, time. */
export function tableHead(metrics: readonly string[]): string {
  return pc.bold(
    ["epoch".padStart(5), ...["train_loss", "valid_loss", ...metrics, "time"].map(cell)].join(""),
  );
}

/** One finished epoch as a row of that table. */
export function tableRow({
  epoch,
  trainLoss,
  validLoss,
  metrics,
  seconds,
  validSeconds,
}: EpochRecord): string {
  const figures = [trainLoss, validLoss, ...Object.values(metrics)].map((value) => cell(value.toFixed(6)));
  return [String(epoch).padStart(5), ...figures, cell(`${(seconds + validSeconds).toFixed(2)} s`)].join("");
}
