import { describe, expect, it } from "vitest";
import { type Callback, EMA, SaveBest } from "../index.js";
import { linearLearner } from "../testing/linear-learner.js";
import { expectNear, expectSameEnd } from "../testing/same-end.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

describe("EMA", () => {
  const decay = 0.8;

  it("averages as torch's AveragedModel does, and validates with the average", async () => {
    const learner = linearLearner(8);
    let expected: number[] | null = null;
    const checking: Callback = {
      order: 100,
      afterBatch({ training }) {
        const weights = weightsOf(learner.model).weight!;
        if (training) {
          const before = expected ?? weights;
          expected = before.map((average, i) => decay * average + (1 - decay) * weights[i]!);
        } else expectNear({ weights }, { weights: expected! }, 5);
      },
    };
    await learner.fit(2, 0.5, { callbacks: [new EMA({ decay }), checking] });
    expectNear(weightsOf(learner.model), { weight: expected! }, 5);
  });

  it("trains on with the weights themselves", async () => {
    const [plain, averaged] = [linearLearner(8), linearLearner(8)];
    await plain.fit(3, 0.5);
    await averaged.fit(3, 0.5, { callbacks: [new EMA({ decay, keep: false })] });
    expect(weightsOf(averaged.model)).toEqual(weightsOf(plain.model));
  });

  it("gives the weights back when a validation fails, and resumes", async () => {
    const [plain, learner] = [linearLearner(8), linearLearner(8)];
    await plain.fit(1, 0.5);
    const broken: Callback = {
      afterBatch({ training }) {
        if (!training) throw new Error("broken");
      },
    };
    const fit = learner.fit(1, 0.5, { callbacks: [new EMA({ decay, keep: false }), broken] });
    await expect(fit).rejects.toThrow("broken");
    expect(weightsOf(learner.model)).toEqual(weightsOf(plain.model));
    await expectSameEnd(() => [new EMA({ decay })]);
    expect(() => new EMA({ decay: 2 })).toThrow("EMA: got decay 2");
  });
});

it("a fit that kept the average goes on from what was saved at its end", async () => {
  const learner = smallLearner();
  let saved: Uint8Array | null = null;
  const last: Callback = {
    order: 1000,
    async afterFit() {
      saved = await learner.save();
    },
  };
  await learner.fit(1, 0.01, { callbacks: [new EMA({ decay: 0.5 }), last] });
  const kept = weightsOf(learner.model);
  await learner.validate(undefined, { callbacks: [] });
  expect(weightsOf(learner.model)).toEqual(kept);
  const other = smallLearner(8);
  await other.fit(2, 0.01, { callbacks: [new EMA({ decay: 0.5 })], resumeFrom: saved });
  expect(other.history).toHaveLength(2);
});

it("SaveBest's weights are those that a fit ends with, also beside EMA", async () => {
  const learner = smallLearner();
  const best = new SaveBest({ restore: true });
  await learner.fit(4, 1, { callbacks: [best, new EMA({ decay: 0.5 })] });
  for (const [name, tensor] of Object.entries(learner.model.stateDict()))
    expect(tensor.arraySync(), name).toEqual(best.weights[name]!.arraySync());
});
