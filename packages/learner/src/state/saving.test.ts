import { NAdam } from "@mnist/nn/optim";
import { expect, it } from "vitest";
import { type AnyContext, type Callback, EMA, type LearnerOptions } from "../index.js";
import { savingAll } from "../testing/same-end.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

it.each(["afterBatch", "afterEpoch"] as const)(
  "a state is saved at %s once every callback that has one knows of it, and resumes",
  async (event) => {
    const whole = smallLearner();
    let saved: Uint8Array | null = null;
    const early: Callback = {
      order: 1,
      async [event]({ training, batch, epoch }: AnyContext) {
        if (event === "afterBatch" ? training && batch === 0 : epoch === 1)
          await expect(whole.save()).rejects.toThrow(/before EMA was told of what has ended.*order: 1000/);
      },
    };
    const late: Callback = {
      order: 1000,
      async [event]({ training, batch, epoch }: AnyContext) {
        if (epoch === 1 && (event === "afterEpoch" || (training && batch === 0))) saved = await whole.save();
      },
    };
    await whole.fit(2, 0.01, { callbacks: [new EMA({ decay: 0.5 }), early, late] });
    const other = smallLearner(8);
    await other.fit(2, 0.01, { callbacks: [new EMA({ decay: 0.5 })], resumeFrom: saved });
    expect(weightsOf(other.model)).toEqual(weightsOf(whole.model));
  },
);

it("a resumed NAdam whose betas change has the unbroken run's weights", async () => {
  const options: Partial<LearnerOptions> = { optimizer: (parameters, lr) => new NAdam(parameters, { lr }) };
  const whole = smallLearner(1, options);
  const states: Uint8Array[] = [];
  await whole.fitOneCycle(2, 0.01, { callbacks: [savingAll(states)] });
  for (const resumeFrom of states) {
    const other = smallLearner(8, options);
    await other.fitOneCycle(2, 0.01, { resumeFrom });
    expect(weightsOf(other.model)).toEqual(weightsOf(whole.model));
  }
});
