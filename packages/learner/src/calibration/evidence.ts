/**
 * How much a network finds in a picture that it knows: log Σ exp(z − mean z), its negative free energy with the scores'
 * common shift taken out, which the loss leaves free.
 * @source Liu et al. 2020, Energy-based Out-of-distribution Detection
 */
export function evidenceOf(logits: Float32Array, classes: number): Float32Array {
  return Float32Array.from({ length: logits.length / classes }, (_, row) => {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const mean = scores.reduce((sum, score) => sum + score, 0) / classes;
    const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    return highest - mean + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
  });
}
