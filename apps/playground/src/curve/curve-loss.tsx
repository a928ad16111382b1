import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { axes } from "../chart/axes.js";
import { Chart } from "../chart/chart.js";
import { colour, css } from "../picture/theme.js";
import { history, lastStep, step } from "./curve.js";

const mostPoints = 600;

function options(last: number): Omit<uPlot.Options, "width" | "height"> {
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [0, Math.max(last, 1)] }, y: { distr: 3 } },
    axes: axes("steps"),
    series: [
      {},
      { stroke: css(colour("line")), width: 2, points: { show: false } },
      { stroke: css(colour("accent")), width: 2, points: { show: false } },
    ],
  };
}

/** The loss on a scale of powers of ten: all of the run, and the part played so far. */
export function CurveLoss() {
  const made = history.value;
  const last = lastStep.value;
  const steps = useMemo(() => {
    const every = Math.max(Math.ceil(last / mostPoints), 1);
    return Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => i * every);
  }, [last]);
  const all = useMemo(() => steps.map((at) => finite(made?.losses[at])), [steps, made]);
  const shown = step.value;
  const data = useMemo(
    (): uPlot.AlignedData => [steps, all, all.map((loss, i) => (steps[i]! <= shown ? loss : null))],
    [all, shown],
  );
  return (
    <Chart
      label="The loss over the steps"
      height={150}
      data={data}
      options={() => options(last)}
      variant={String(last)}
    />
  );
}

function finite(loss: number | undefined): number | null {
  return loss !== undefined && Number.isFinite(loss) && loss > 0 ? loss : null;
}
