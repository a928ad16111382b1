import { zeros } from "@mnist/tensor";
import { expect, it } from "vitest";
import type { Callback } from "./index.js";
import { smallLearner, weightsOf } from "./testing/small-learner.js";

it.each(["validate", "getPreds", "lrFind"] as const)(
  "%s beside a fit that nobody awaited is refused, and the fit goes on as it was",
  async (method) => {
    const alone = smallLearner();
    const history = await alone.fit(2, 0.01);
    const other = smallLearner();
    const fit = other.fit(2, 0.01);
    await expect(other[method]()).rejects.toThrow(/fit.*under way.*Await the f/);
    await new Promise((resolve) => setTimeout(resolve));
    const refused = other[method]().then(
      () => "taken",
      (error: Error) => error.message,
    );
    const resumed = await fit;
    expect(await refused).toMatch(/under way/);
    expect(weightsOf(other.model)).toEqual(weightsOf(alone.model));
    expect(resumed.map(({ validLoss }) => validLoss)).toEqual(history.map(({ validLoss }) => validLoss));
  },
);

it("a fit beside a validation that nobody awaited is refused", async () => {
  const learner = smallLearner();
  const validation = learner.validate();
  await expect(learner.fit(1, 0.01)).rejects.toThrow(
    "fit: got a learner whose validation is still under way",
  );
  await validation;
  expect(await learner.fit(1, 0.01)).toHaveLength(1);
});

it("a callback may validate, if it waits for the end", async () => {
  const learner = smallLearner();
  const losses: number[] = [];
  const waiting: Callback = {
    name: "waiting",
    async afterBatch({ training }) {
      if (training) losses.push((await learner.validate()).loss);
    },
  };
  await learner.fit(1, 0.01, { callbacks: [waiting] });
  expect(losses).toHaveLength(5);
  const hasty: Callback = {
    name: "hasty",
    afterEpoch() {
      learner.validate().catch(() => {});
    },
  };
  await expect(learner.fit(2, 0.01, { callbacks: [hasty] })).rejects.toThrow(
    "fit: got a validation that goes on after afterEpoch of hasty; expected one that has ended, as it uses the model. Await learner.validate() in the callback.",
  );
});

it("a validation or prediction in between leaves a part its own mode", async () => {
  const learner = smallLearner();
  const [part] = learner.model.modules().slice(1);
  part!.eval();
  await learner.validate();
  learner.predict(zeros([1, 4]));
  expect([learner.model.training, part!.training]).toEqual([true, false]);
});

it("a validation within another is refused", async () => {
  const learner = smallLearner();
  const nested: Callback = {
    async afterBatch({ training }) {
      if (!training) await learner.validate();
    },
  };
  await expect(learner.fit(1, 0.01, { callbacks: [nested] })).rejects.toThrow(/within another validation/);
});
