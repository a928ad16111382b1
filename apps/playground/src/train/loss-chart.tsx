import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { axes } from "../chart/axes.js";
import { Chart } from "../chart/chart.js";
import { colour, css } from "../picture/theme.js";
import { settings } from "../settings/settings.js";
import { lossCurve } from "./loss-curve.js";
import { run } from "./run.js";

function options(epochs: number): Omit<uPlot.Options, "width" | "height"> {
  const accent = colour("accent");
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, __, most) => [0, Math.max(epochs, most ?? 0)] },
      y: { range: fromZero },
    },
    axes: axes("epochs"),
    series: [
      {},
      { stroke: css(accent, 0.28), width: 1, points: { show: false } },
      { stroke: css(accent), width: 2, points: { show: false } },
      {
        stroke: css(colour("positive")),
        width: 2,
        spanGaps: true,
        points: { show: true, size: 6, fill: css(colour("positive")) },
      },
    ],
  };
}

/** From 0 to a little above the largest loss, but not up to a first few that dwarf all others. */
function fromZero(_: uPlot, __: number, most: number): [number, number] {
  return [0, most > 0 ? most * 1.05 : 1];
}

/** The loss falling, batch by batch, and on digits it has not seen, epoch by epoch. */
export function LossChart() {
  const { losses = [], batches = 0, epochs = [] } = run.value ?? {};
  const data = useMemo(() => lossCurve(losses, batches, epochs), [losses, batches, epochs]);
  const planned = Math.max(settings.value.epochs, epochs.length);
  const last = epochs.at(-1);
  const label =
    last === undefined
      ? "Loss over the epochs: nothing trained yet"
      : `Loss over the epochs: ${last.trainLoss.toFixed(3)} after ${last.epoch}, on unseen digits ${last.validLoss.toFixed(3)}`;
  return (
    <figure class="loss">
      <Chart
        label={label}
        height={200}
        data={data}
        options={() => options(planned)}
        variant={String(planned)}
      />
      <figcaption class="legend">
        <span class="legend-train">loss while learning</span>
        <span class="legend-valid">on unseen digits</span>
      </figcaption>
    </figure>
  );
}
