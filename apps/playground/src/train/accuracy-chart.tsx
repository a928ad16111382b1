import { Plot } from "../chart/plot.js";
import { percent } from "../read/percent.js";
import { settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { runOf } from "./run.js";

/** The share of unseen digits read right, epoch by epoch. */
export function AccuracyChart({ slot, height = 190 }: { readonly slot: Slot; readonly height?: number }) {
  const epochs = runOf(slot).value?.epochs;
  if (epochs === undefined || epochs.length === 0) return null;
  const { x, y } = epochs.column("accuracy");
  const last = epochs.last?.accuracy ?? 0;
  return (
    <Plot
      label={`Share of unseen digits read right: ${percent(last, 1)} after ${epochs.length} epochs`}
      height={height}
      across="epochs"
      xRange={[0, Math.max(settingsOf(slot).value.epochs, epochs.length)]}
      yRange={[0, 100]}
      lines={[
        {
          x,
          y: y.map((share) => 100 * share),
          colour: "accent",
          width: 2,
          dots: x.length < 30,
          label: percent(last, 1),
        },
      ]}
    />
  );
}
