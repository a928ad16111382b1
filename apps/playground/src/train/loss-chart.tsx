import { Plot } from "../chart/plot.js";
import { settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { runOf } from "./run.js";

/** The loss falling, batch by batch, and on digits it has not seen, epoch by epoch. */
export function LossChart({ slot, height = 190 }: { readonly slot: Slot; readonly height?: number }) {
  const run = runOf(slot).value;
  if (run === null || run.losses.count === 0) return null;
  const batches = Math.max(run.batches, 1);
  const { x, y } = run.losses.points();
  const epochs = x.map((steps) => steps / batches);
  const unseen = run.epochs.column("validLoss");
  const planned = Math.max(
    settingsOf(slot).value.epochs,
    run.epochs.length,
    Math.ceil(run.losses.count / batches),
  );
  const last = run.epochs.last;
  const words =
    last === undefined
      ? `the first epoch is under way, at ${run.losses.last.toFixed(3)}`
      : `${last.trainLoss.toFixed(3)} after ${last.epoch}, on unseen digits ${last.validLoss.toFixed(3)}`;
  return (
    <Plot
      label={`Loss over the epochs: ${words}`}
      height={height}
      across="epochs"
      xRange={[0, planned]}
      yRange={[0, highest(y)]}
      lines={[
        { x: epochs, y, colour: "quiet", width: 1.25, alpha: 0.75, label: "learning" },
        { ...unseen, colour: "accent", width: 2, dots: unseen.x.length < 30, label: "unseen" },
      ]}
    />
  );
}

/** A little above the losses, but not up to a first few that dwarf all others. */
function highest(losses: Float64Array): number {
  const finite = [...losses].filter(Number.isFinite).sort((a, b) => a - b);
  const high = finite[Math.floor(finite.length * 0.995)] ?? 1;
  return high > 0 ? high * 1.1 : 1;
}
