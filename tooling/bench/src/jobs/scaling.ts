import type { Contestant, Job, Measurement } from "../job.js";

const widths = [100, 200, 400, 800];
const counts = [15_000, 30_000, 60_000];

function digitsEpoch(hidden: number, images: number): Contestant {
  const settings = ["digits", `hidden=${hidden}`, `images=${images}`];
  return {
    name: `${hidden} wide, ${images} images`,
    runtime: "ours",
    script: "epoch",
    settings,
    threaded: false,
  };
}

export const scaling: Job = {
  name: "scaling",
  title: "scaling: an epoch of digits by the hidden layer's width and by the number of pictures, one thread",
  readsDigits: true,
  contestants: [
    ...widths.map((hidden) => digitsEpoch(hidden, 60_000)),
    ...counts.slice(0, -1).map((images) => digitsEpoch(100, images)),
  ],
  summarize,
};

/** Milliseconds a unit: where cost grows linearly, as good as the same for all. */
function summarize(measurements: readonly Measurement[]): string[] {
  const { byWidth, byCount } = scalingSeries(measurements);
  const perUnit = (points: readonly Point[], unit: number) =>
    points.map(({ x, y }) => `${x}: ${((y / x) * unit).toFixed(1)}`).join("; ");
  return [
    `Milliseconds for each 100 hidden units: ${perUnit(byWidth, 100)}.`,
    `Milliseconds for each 10,000 pictures: ${perUnit(byCount, 10_000)}.`,
  ];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The best epoch in milliseconds, by width at all pictures and by pictures at width 100. */
export function scalingSeries(measurements: readonly Measurement[]): { byWidth: Point[]; byCount: Point[] } {
  const all = Math.max(...measurements.map(({ about }) => Number(about.images)));
  const point = (key: string) => (measurement: Measurement) => ({
    x: Number(measurement.about[key]),
    y: measurement.best,
  });
  const byX = (a: Point, b: Point) => a.x - b.x;
  return {
    byWidth: measurements
      .filter(({ about }) => about.images === all)
      .map(point("hidden"))
      .sort(byX),
    byCount: measurements
      .filter(({ about }) => about.hidden === 100)
      .map(point("images"))
      .sort(byX),
  };
}
