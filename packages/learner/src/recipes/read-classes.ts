import type { Tensor } from "@mnist/tensor";
import type { Reading } from "./recipe.js";

/** Reads scores [batch, 10] by their softmax. */
export async function readClasses(scores: Tensor): Promise<Reading[]> {
  const [rows, classes] = scores.shape as [number, number];
  const shares = await scores.softmax(1).data();
  return Array.from({ length: rows }, (_, row) => {
    const probabilities = Array.from(
      shares.subarray(row * classes, (row + 1) * classes),
      (probability, digit) => ({ digit: String(digit), probability }),
    );
    const best = probabilities.reduce((a, b) => (b.probability > a.probability ? b : a));
    return { digit: best.digit, confidence: best.probability, probabilities };
  });
}
