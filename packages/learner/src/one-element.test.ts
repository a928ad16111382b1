import { CrossEntropyLoss, crossEntropy } from "@mnist/nn";
import { ArgumentError, ShapeError, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { accuracy, type Callback, f1Score, type LearnerOptions, type Metric } from "./index.js";
import { smallLearner, weightsOf } from "./testing/small-learner.js";

type Answer = (prediction: Tensor) => unknown;

const wrong: [what: string, answer: Answer, got: string, hint: string][] = [
  ["nothing", () => undefined, "got undefined as", "Does the function return something in each case?"],
  ["null", () => null, "got null as", "Does the function return something"],
  ["a number", (prediction) => prediction.numel(), "got 24 as", "eturn the tensor itself"],
  ["text", () => "mean", 'got "mean" as', "Return a tensor"],
  ["a promise", async (prediction) => prediction.mean(), "got a promise as", "not async"],
];

describe.each([true, false])("with compile: %s", (compile) => {
  const failureOf = (options: Partial<LearnerOptions>, work: "fit" | "validate"): Promise<unknown> => {
    const learner = smallLearner(1, { compile, ...options });
    const done: Promise<unknown> = work === "fit" ? learner.fit(1, 0.1) : learner.validate();
    return done.then(() => null).catch((error: unknown) => error);
  };

  it.each(wrong)("a loss that returns %s is refused by its name", async (_what, answer, got, hint) => {
    const ownLoss = (prediction: Tensor): never => answer(prediction) as never;
    for (const work of ["fit", "validate"] as const) {
      const failure = await failureOf({ lossFunction: ownLoss }, work);
      expect(failure).toBeInstanceOf(ArgumentError);
      expect(String(failure)).toContain(`loss ownLoss: ${got}`);
      expect(String(failure)).toContain("expected a tensor of one element");
      expect(String(failure)).toContain(hint);
    }
  });

  it.each(wrong)("a metric that returns %s is refused by its name", async (_what, answer, got, hint) => {
    const ownMetric = (prediction: Tensor): never => answer(prediction) as never;
    const failure = await failureOf({ metrics: [ownMetric] }, "fit");
    expect(failure).toBeInstanceOf(ArgumentError);
    expect(String(failure)).toContain(`metric ownMetric: ${got}`);
    expect(String(failure)).toContain(hint);
  });

  it("figures of more elements are refused, those of one whatever their shape are not", async () => {
    const perSample = new CrossEntropyLoss({ reduction: "none" });
    for (const work of ["fit", "validate"] as const) {
      const failure = await failureOf({ lossFunction: perSample }, work);
      expect(failure).toBeInstanceOf(ShapeError);
      expect(String(failure)).toContain(
        "loss CrossEntropyLoss: got a tensor of shape [8] as what it returns",
      );
      expect(String(failure)).toContain("Try .mean().");
    }
    const metric = function rows(prediction: Tensor): Tensor {
      return prediction.mean(1);
    };
    expect(String(await failureOf({ metrics: [metric] }, "fit"))).toContain(
      "metric rows: got a tensor of shape [8]",
    );
    const lossFunction = (prediction: Tensor, target: Tensor): Tensor =>
      crossEntropy(prediction, target).reshape([1, 1]);
    const average = (prediction: Tensor): Tensor => prediction.mean().reshape([1]);
    expect(await failureOf({ lossFunction, metrics: [] }, "fit")).toBeNull();
    expect(await failureOf({ lossFunction: average, metrics: [average] }, "validate")).toBeNull();
  });
});

it("a callback may make one number of a loss of each sample", async () => {
  const averaging: Callback = {
    afterLoss(context) {
      context.loss = context.loss?.mean() ?? null;
    },
  };
  const own = smallLearner(1, { lossFunction: new CrossEntropyLoss({ reduction: "none" }) });
  await own.fit(1, 0.1, { callbacks: [averaging] });
  const plain = smallLearner(1, { compile: false });
  await plain.fit(1, 0.1);
  expect(weightsOf(own.model)).toEqual(weightsOf(plain.model));
});

it.each([true, false])("a metric may keep a table of each batch (compile: %s)", async (compile) => {
  const metrics = [accuracy, f1Score({ average: "micro" })];
  const { metrics: found } = await smallLearner(1, { compile, metrics }).validate();
  // Among samples of one class each, the F1 of all together is the share that is right.
  expect(found.f1Score).toBeCloseTo(found.accuracy!, 6);
});

it("a metric of one's own that comes to no number is refused", async () => {
  const metric = (value: unknown): Metric => ({
    name: "ours",
    reset() {},
    update() {},
    value: () => value as Promise<number>,
  });
  await expect(smallLearner(1, { metrics: [metric(undefined)] }).validate()).rejects.toThrow(
    "metric ours: got undefined as its value; expected a number",
  );
  await expect(smallLearner(1, { metrics: [metric(tensor(1))] }).validate()).rejects.toThrow("tensor.item()");
  expect((await smallLearner(1, { metrics: [metric(3)] }).validate()).metrics).toEqual({ ours: 3 });
});
