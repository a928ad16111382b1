import { type Dials, timeCentre, timeSpread } from "./time-scale.js";

type Matrix = readonly [Dials, Dials, Dials];

/** The loss of a parabola as it depends on its three dials: a bowl, known from the points alone. */
export interface LossSurface {
  /** The mean squared miss. */
  loss(dials: Dials): number;
  gradient(dials: Dials): Dials;
  /** The loss where the dial of that place is turned to its best for the others. */
  valley(dials: Dials, free: 0 | 1 | 2): number;
  /** Where the loss is least, and how much is left there. */
  readonly best: Dials;
  readonly least: number;
  /** The steepest and the gentlest curvature, and the direction of the gentlest. */
  readonly steepest: number;
  readonly gentlest: number;
  readonly slow: Dials;
}

function dot(a: Dials, b: Dials): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function times(matrix: Matrix, vector: Dials): Dials {
  return [dot(matrix[0], vector), dot(matrix[1], vector), dot(matrix[2], vector)];
}

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const determinant = a * p + b * q + c * r;
  return [
    [p / determinant, (c * h - b * i) / determinant, (b * f - c * e) / determinant],
    [q / determinant, (a * i - c * g) / determinant, (c * d - a * f) / determinant],
    [r / determinant, (b * g - a * h) / determinant, (a * e - b * d) / determinant],
  ];
}

/** The largest eigenvalue and its direction, by repeated multiplication. */
function dominant(matrix: Matrix): { readonly value: number; readonly direction: Dials } {
  let direction: Dials = [1, 0.7, 0.4];
  let value = 0;
  for (let i = 0; i < 200; i++) {
    const next = times(matrix, direction);
    value = Math.hypot(...next);
    direction = [next[0] / value, next[1] / value, next[2] / value];
  }
  return { value, direction };
}

export function lossSurface(speed: readonly number[], isScaled: boolean): LossSurface {
  const count = speed.length;
  const rows = speed.map((_, time): Dials => {
    const t = isScaled ? (time - timeCentre) / timeSpread : time;
    return [t * t, t, 1];
  });
  const entry = (i: 0 | 1 | 2, j: 0 | 1 | 2): number =>
    (2 / count) * rows.reduce((sum, row) => sum + row[i] * row[j], 0);
  const curvature: Matrix = [
    [entry(0, 0), entry(0, 1), entry(0, 2)],
    [entry(1, 0), entry(1, 1), entry(1, 2)],
    [entry(2, 0), entry(2, 1), entry(2, 2)],
  ];
  const pull = (i: 0 | 1 | 2): number =>
    (2 / count) * rows.reduce((sum, row, at) => sum + row[i] * speed[at]!, 0);
  const towards: Dials = [pull(0), pull(1), pull(2)];
  const square = speed.reduce((sum, value) => sum + value * value, 0) / count;
  const loss = (dials: Dials): number =>
    dot(dials, times(curvature, dials)) / 2 - dot(dials, towards) + square;
  const gradient = (dials: Dials): Dials => {
    const slope = times(curvature, dials);
    return [slope[0] - towards[0], slope[1] - towards[1], slope[2] - towards[2]];
  };
  const back = inverse(curvature);
  const best = times(back, towards);
  const gentle = dominant(back);
  return {
    loss,
    gradient,
    valley: (dials, free) => loss(dials) - gradient(dials)[free] ** 2 / (2 * curvature[free][free]),
    best,
    least: Math.max(loss(best), 0),
    steepest: dominant(curvature).value,
    gentlest: 1 / gentle.value,
    slow: gentle.direction,
  };
}

/** The rate above which the steps grow, each over the valley to a higher place on its other side. */
export function turningRate({ steepest }: LossSurface, momentum: number): number {
  return (2 * (1 + momentum)) / steepest;
}
