/** The class with the highest of a row's scores. */
export interface Winner {
  readonly label: number;
  /** log(p / (1 − p)) of its share p in the softmax. */
  readonly logOdds: number;
  /** How far its score is above the second, 0 or more. */
  readonly lead: number;
}

/** The winner of each row of scores [rows, classes], for two classes or more. */
export function winners(scores: Float32Array, classes: number): Winner[] {
  return Array.from({ length: scores.length / classes }, (_, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const label = own.reduce((best, score, each) => (score > own[best]! ? each : best), 0);
    const others = own.filter((_, each) => each !== label);
    const second = others.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const rest = others.reduce((sum, score) => sum + Math.exp(score - second), 0);
    const lead = own[label]! - second;
    return { label, logOdds: lead - Math.log(rest), lead };
  });
}
