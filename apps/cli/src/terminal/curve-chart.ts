import type { CurveFit } from "@mnist/learner";
import pc from "picocolors";
import chart from "simple-ascii-chart";

/** The points and the fitted curve over time. */
export function drawCurve({ time, speed, final }: CurveFit): string {
  const [a, b, c] = final as [number, number, number];
  const points = time.map((t, i): [number, number] => [t, speed[i]!]);
  const curve = time.map((t): [number, number] => [t, a * t * t + b * t + c]);
  return chart([points, curve], {
    width: 64,
    height: 16,
    title: "speed over time: measured and fitted",
    ...(pc.isColorSupported && { color: ["ansiYellow", "ansiCyan"] as const }),
    legend: { position: "bottom", series: ["measured", "fitted"] },
  });
}
