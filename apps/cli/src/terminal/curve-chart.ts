import { type CurveFit, curveDefaults } from "@mnist/learner";
import { layer, plotFunction, type SeriesPlot, scatter } from "@mnist/learner/plot";

type Drawn = Pick<CurveFit, "time" | "speed" | "final">;

/** The points and the fitted curve over time; the points alone where the fit has flown apart. */
export function plotCurve({ time, speed, final }: Drawn): SeriesPlot {
  const [a, b, c] = final as [number, number, number];
  const fitted = (t: number): number => a * t * t + b * t + c;
  const points = scatter(time, speed, {
    label: "measured",
    title: "speed over time",
    xTitle: "time",
    yTitle: "speed",
  });
  const height = Math.max(...speed.map(Math.abs));
  if (!time.every((t) => Math.abs(fitted(t)) < 100 * height)) return points;
  return layer(points, plotFunction(fitted, { min: time[0]!, max: time.at(-1)!, label: "fitted" }));
}

/** What is to be said of a fit whose loss grew; null of one that fell. */
export function divergence({ losses }: CurveFit, lr: number): string | null {
  const [first, last] = [losses[0]!, losses.at(-1)!];
  if (last.loss < first.loss) return null;
  const known = losses.filter(({ loss }) => Number.isFinite(loss)).at(-1) ?? first;
  const grew =
    known.step > first.step
      ? `grew from ${first.loss.toPrecision(3)} to ${known.loss.toPrecision(3)} at step ${known.step}`
      : `was ${first.loss.toPrecision(3)} at first, and soon no number any more`;
  const smaller = Math.min(lr / 10, curveDefaults.lr);
  return `The steps were too large: each overshot the valley's floor. The loss ${grew}. Try --lr ${Number(smaller.toPrecision(1))}.`;
}
