import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { axes } from "../chart/axes.js";
import { Chart } from "../chart/chart.js";
import { colour, css } from "../picture/theme.js";
import { history, parameters, step } from "./curve.js";

/** Points of the drawn curve a second. */
const density = 4;
const margin = 0.35;

function options([low, high]: readonly [number, number]): Omit<uPlot.Options, "width" | "height"> {
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.5, 19.5] }, y: { range: [low, high] } },
    axes: axes("time"),
    series: [
      {},
      { stroke: css(colour("quiet"), 0.6), width: 1.5, dash: [4, 5], points: { show: false } },
      { stroke: css(colour("accent")), width: 3, points: { show: false } },
      {
        paths: () => null,
        points: {
          show: true,
          size: 9,
          fill: css(colour("positive")),
          stroke: css(colour("card")),
          width: 1.5,
        },
      },
    ],
  };
}

/** Twenty noisy points, the curve at the step shown, and dashed the one it began with. */
export function CurveChart() {
  const made = history.value;
  const [a, b, c] = parameters.value;
  const [first] = [made?.parameters.subarray(0, 3)];
  const across = useMemo(() => Array.from({ length: 19 * density + 1 }, (_, i) => i / density), []);
  const points = useMemo(
    () => across.map((_, i) => (i % density === 0 ? (made?.speed[i / density] ?? null) : null)),
    [made],
  );
  const heights = (a: number, b: number, c: number): (number | null)[] =>
    across.map((t) => (Number.isFinite(a + b + c) ? a * t * t + b * t + c : null));
  const start = useMemo(() => heights(first?.[0] ?? 0, first?.[1] ?? 0, first?.[2] ?? 0), [made]);
  const data = useMemo((): uPlot.AlignedData => [across, start, heights(a, b, c), points], [made, a, b, c]);
  const speeds = made?.speed ?? [0, 100];
  const [low, high] = [Math.min(...speeds), Math.max(...speeds)];
  const room = (high - low) * margin;
  return (
    <Chart
      label={`Twenty points and the curve at step ${step.value}: ${a.toFixed(2)} t² + ${b.toFixed(2)} t + ${c.toFixed(2)}`}
      height={320}
      data={data}
      options={() => options([low - room, high + room])}
      variant={`${low} ${high}`}
    />
  );
}
