import { expect } from "vitest";
import type { Callback, Learner } from "../index.js";
import { smallLearner, weightsOf } from "./small-learner.js";

/** Weights by name that are the same to so many digits. */
export function expectNear(
  actual: Record<string, number[]>,
  expected: Record<string, number[]>,
  digits: number,
): void {
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, i) => {
      expect(actual[name]![i], `${name}[${i}]`).toBeCloseTo(value, digits);
    });
  }
}

/** The states after each training batch. */
export function savingAll(states: Uint8Array[]): Callback {
  return {
    order: 2000,
    async afterBatch({ training, learner }) {
      if (training) states.push(await learner.save());
    },
  };
}

/** Resumes from every state with fresh callbacks; all must end with the same weights. */
export async function expectSameEnd(make: () => Callback[], epochs = 2): Promise<void> {
  const [whole, states]: [Learner, Uint8Array[]] = [smallLearner(), []];
  await whole.fit(epochs, 0.01, { callbacks: [...make(), savingAll(states)] });
  for (const resumeFrom of states) {
    const other = smallLearner(8);
    await other.fit(epochs, 0.01, { callbacks: make(), resumeFrom });
    expect(weightsOf(other.model)).toEqual(weightsOf(whole.model));
  }
}
