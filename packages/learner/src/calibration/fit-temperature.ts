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
/** Times the scores' usual distance from their mean that a temperature is at most: beyond, float32 loses their order. */
const hottest = 100;

/**
 * The temperature T > 0 at which softmax(logits / T) has the least cross-entropy, in nats; above 1 a network is too sure
 * of itself. The loss is convex in 1 / T, so that Newton's steps find it. Targets are smoothed as Platt does,
 * (n + 1) / (n + 2), without which a set that is read without a mistake would have no least loss; a network worse than chance
 * has none either, and gets a temperature at which its scores are nearly, but not quite, all the same.
 * @source Guo et al. 2017, On Calibration of Modern Neural Networks
 */
export function fitTemperature(scored: Scored): number {
  if (scored.labels.length === 0) return 1;
  const least = leastInverse(scored);
  let inverse = Math.max(1, least);
  for (let step = 0; step < mostSteps; step++) {
    const { slope, bend } = slopeAt(scored, inverse);
    // Scores so far apart that each row has one winner bend nothing: then it is a step down, as far as one may go.
    const next = bend > 0 ? inverse - slope / bend : slope > 0 ? 0 : inverse;
    const bounded = Math.min(farthest * inverse, Math.max(inverse / farthest, next, least));
    if (Math.abs(bounded - inverse) <= accurate * inverse) return 1 / bounded;
    inverse = bounded;
  }
  return 1 / inverse;
}

/** The least 1 / T that is worth trying; 0 where all scores are the same. */
function leastInverse({ logits, classes }: Scored): number {
  let squares = 0;
  for (let row = 0; row < logits.length; row += classes) {
    const scores = logits.subarray(row, row + classes);
    const mean = scores.reduce((sum, score) => sum + score, 0) / classes;
    for (const score of scores) squares += (score - mean) ** 2;
  }
  return squares === 0 ? 0 : 1 / (hottest * Math.sqrt(squares / logits.length));
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
