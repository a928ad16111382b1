import type { Tensor } from "@mnist/tensor";
import type { Reading } from "./recipe.js";

/** Reads scores [batch, classes] by their softmax. */
export async function readClasses(scores: Tensor, classes: readonly string[]): Promise<Reading[]> {
  const { length } = classes;
  const shares = await scores.softmax(1).data();
  return Array.from({ length: scores.shape[0]! }, (_, row) => {
    const probabilities = Array.from(
      shares.subarray(row * length, (row + 1) * length),
      (probability, label) => ({ digit: classes[label]!, probability }),
    );
    const best = probabilities.reduce((a, b) => (b.probability > a.probability ? b : a));
    return { digit: best.digit, confidence: best.probability, probabilities };
  });
}
