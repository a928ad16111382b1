import { join } from "node:path";
import type { EpochRecord } from "@mnist/learner";
import { writePlot } from "../../write-plot.js";

/** Draws how the loss fell, as loss.svg in the run's folder and in the file that was asked for. */
export async function drawLosses(
  history: readonly EpochRecord[],
  folder: string | null,
  plot: string | undefined,
): Promise<void> {
  const files = [
    ...(folder === null ? [] : [join(folder, "loss.svg")]),
    ...(plot === undefined ? [] : [plot]),
  ];
  if (history.length === 0 || files.length === 0) return;
  const { plotLoss } = await import("@mnist/learner/plot");
  const drawing = plotLoss(history);
  for (const file of files) await writePlot(file, drawing);
}
