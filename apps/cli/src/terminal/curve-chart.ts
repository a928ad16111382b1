import type { CurveFit } from "@mnist/learner";
import pc from "picocolors";
import chart from "simple-ascii-chart";

/** The points and the fitted curve over time; the points alone where the fit has flown apart. */
export function drawCurve({ time, speed, final }: CurveFit): string {
  const [a, b, c] = final as [number, number, number];
  const points = time.map((t, i): [number, number] => [t, speed[i]!]);
  const curve = time.map((t): [number, number] => [t, a * t * t + b * t + c]);
  const height = Math.max(...speed.map(Math.abs));
  const isNear = curve.every(([, value]) => Math.abs(value) < 100 * height);
  return chart(isNear ? [points, curve] : [points], {
    width: 64,
    height: 16,
    title: `speed over time: measured${isNear ? " and fitted" : ""}`,
    ...(pc.isColorSupported && { color: ["ansiYellow", "ansiCyan"] as const }),
    legend: { position: "bottom", series: isNear ? ["measured", "fitted"] : ["measured"] },
  });
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
  return `The steps were too large: each overshot the valley's floor. The loss ${grew}. Try --lr ${Number((lr / 10).toPrecision(1))}.`;
}
