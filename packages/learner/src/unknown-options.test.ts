import { crossEntropy } from "@mnist/nn";
import { StepLR } from "@mnist/nn/optim";
import { ArgumentError } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  EarlyStopping,
  EMA,
  GradientClip,
  Learner,
  ParamScheduler,
  ProgressCallback,
  ReduceOnPlateau,
  SaveBest,
} from "./index.js";
import { Checkpoint } from "./node/checkpoint.js";
import { smallLearner, weightsOf } from "./testing/small-learner.js";

const { loaders, model } = smallLearner();

const made: [name: string, make: (options: never) => unknown][] = [
  ["Learner", (options: object) => new Learner(loaders, model, { lossFunction: crossEntropy, ...options })],
  ["EMA", (options) => new EMA(options)],
  ["GradientClip", (options) => new GradientClip(options)],
  ["EarlyStopping", (options) => new EarlyStopping(options)],
  ["ReduceOnPlateau", (options) => new ReduceOnPlateau(options)],
  ["SaveBest", (options) => new SaveBest(options)],
  ["ParamScheduler", (options) => new ParamScheduler((each) => new StepLR(each, { stepSize: 1 }), options)],
  ["ProgressCallback", (options) => new ProgressCallback(() => {}, options)],
  ["Checkpoint", (options) => new Checkpoint("folder", options)],
];

describe("an option that there is not is refused with those that there are", () => {
  it.each(made)("%s", (name, make) => {
    const call = (): unknown => make({ max_norm: 1 } as never);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(new RegExp(`^${name}: got an option max_norm; expected one of { \\w`));
    if (name !== "Learner") expect(() => make(0.9 as never)).toThrow("got 0.9 in place of options");
    expect(() => make({} as never)).not.toThrow();
  });

  it.each(["fit", "fitOneCycle", "fitFlatCos"] as const)("%s", async (method) => {
    const learner = smallLearner();
    const before = weightsOf(learner.model);
    const call = async () => learner[method](1, 0.1, { resumeFrm: null } as never);
    await expect(call()).rejects.toThrow(
      `${method}: got an option resumeFrm; expected one of { callbacks, signal`,
    );
    expect(weightsOf(learner.model)).toEqual(before);
  });

  it("lrFind", async () => {
    const call = smallLearner().lrFind({ numIt: 5 } as never);
    await expect(call).rejects.toThrow(
      "lrFind: got an option numIt; expected one of { startLr, endLr, steps",
    );
  });
});

it("a learner without a loss, or with another thing in its place, is refused", () => {
  const make = (options: unknown) => () => new Learner(loaders, model, options as never);
  expect(make(undefined)).toThrow("Learner: got no lossFunction; expected a function");
  expect(make({ lossFunction: "mse" })).toThrow('Learner: got lossFunction "mse"');
  expect(make(crossEntropy)).toThrow(
    "Learner: got function crossEntropy in place of options; expected { lossFunction, ",
  );
});
