import { digestOf, epochs, lr, seededLearner } from "../../../packages/learner/src/testing/seeded-run.js";

/** Trains in the page; answers the SHA-256 of the weights. */
export async function weights(): Promise<string> {
  const learner = seededLearner();
  await learner.fitOneCycle(epochs, lr);
  return digestOf(learner);
}
