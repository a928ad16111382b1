/** Scores of pictures, row by row, and the place of each one's class. */
export interface Scored {
  readonly logits: Float32Array;
  readonly labels: Int32Array;
  readonly classes: number;
}

const mostSteps = 60;
const accurate = 1e-9;
/** A step of the search goes no farther than to this many times what it starts from. */
const farthest = 4;

/**
 * The temperature T > 0 at which softmax(logits / T) has the least cross-entropy, in nats; above 1 a network is too sure
 * of itself. The loss is convex in 1 / T, so that Newton's steps find it. Targets are smoothed as Platt does,
 * (n + 1) / (n + 2), without which a set that is read without a mistake would have no least loss.
 * @source Guo et al. 2017, On Calibration of Modern Neural Networks
 */
export function fitTemperature(scored: Scored): number {
  if (scored.labels.length === 0) return 1;
  let inverse = 1;
  for (let step = 0; step < mostSteps; step++) {
    const { slope, bend } = slopeAt(scored, inverse);
    const next = bend > 0 ? inverse - slope / bend : inverse;
    const bounded = Math.min(farthest * inverse, Math.max(inverse / farthest, next));
    if (Math.abs(bounded - inverse) <= accurate * inverse) return 1 / bounded;
    inverse = bounded;
  }
  return 1 / inverse;
}

/** The loss's first and second derivative by 1 / T: the mean of E[z] − z of the class, and of Var[z]. */
function slopeAt({ logits, labels, classes }: Scored, inverse: number): { slope: number; bend: number } {
  const smoothing = 1 / (labels.length + 2);
  let [slope, bend] = [0, 0];
  for (const [row, label] of labels.entries()) {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let [total, first, second, sum] = [0, 0, 0, 0];
    for (const score of scores) {
      const weight = Math.exp(inverse * (score - highest));
      total += weight;
      first += weight * score;
      second += weight * score * score;
      sum += score;
    }
    const mean = first / total;
    slope += mean - (1 - smoothing) * scores[label]! - (smoothing * sum) / classes;
    bend += second / total - mean * mean;
  }
  return { slope: slope / labels.length, bend: bend / labels.length };
}
