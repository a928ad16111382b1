import { BCEWithLogitsLoss, CrossEntropyLoss, crossEntropy, Module } from "@mnist/nn";
import { loadSafetensors, saveSafetensors } from "@mnist/nn/formats";
import {
  ConstantLR,
  ExponentialLR,
  LinearLR,
  type Optimizer,
  type Scheduler,
  SequentialLR,
  StepLR,
} from "@mnist/nn/optim";
import { type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  type Callback,
  DifferentRunError,
  type Learner,
  type LearnerOptions,
  ParamScheduler,
  ReduceOnPlateau,
} from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";

const [epochs, lr] = [2, 0.01];

/** A fit's states after each of its batches and at the end of its epochs, and the weights at its end. */
async function whole(learner: Learner, callbacks: readonly Callback[] = []) {
  const states: Uint8Array[] = [];
  const save = async () => void states.push(await learner.save());
  const saving: Callback = {
    order: 1000,
    afterBatch: ({ training }) => (training ? save() : undefined),
    afterEpoch: save,
  };
  await learner.fit(epochs, lr, { callbacks: [...callbacks, saving] });
  return { states, weights: weightsOf(learner.model) };
}

/** Why a fit is not resumed; the weights it ends with where it is. */
async function resumed(
  learner: Learner,
  resumeFrom: Uint8Array,
  callbacks: readonly Callback[] = [],
  all = epochs,
) {
  const before = weightsOf(learner.model);
  try {
    await learner.fit(all, lr, { resumeFrom, callbacks });
    return weightsOf(learner.model);
  } catch (error) {
    expect(error).toBeInstanceOf(DifferentRunError);
    expect(weightsOf(learner.model)).toEqual(before);
    return String(error);
  }
}

/** A file as it was written before something was noted down in it. */
async function without(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const { tensors, metadata } = loadSafetensors(bytes);
  const { learner, ...run } = JSON.parse(metadata.run!);
  const { [name]: _left, ...rest } = learner;
  const { frozen: _frozen, ...fit } = JSON.parse(metadata.fit!);
  return saveSafetensors(tensors, {
    ...metadata,
    run: JSON.stringify({ ...run, learner: rest }),
    fit: JSON.stringify(fit),
  });
}

/** A loss of one's own with a setting, a count of its calls and something that comes later. */
class Focal extends Module {
  calls = 0;
  latest: number | undefined;

  constructor(readonly gamma: number) {
    super();
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    this.calls++;
    this.latest = this.calls / 2;
    return crossEntropy(input, target, { reduction: "none" }).pow(this.gamma).mean();
  }
}

class Both extends Module {
  readonly first = new CrossEntropyLoss();

  constructor(readonly second: Module) {
    super();
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return this.first(input, target).add(this.second(input, target));
  }
}

describe("a loss with other settings", () => {
  const weight = (...values: number[]) => ({ weight: tensor(values) });
  const scaled = (factor: number) =>
    Object.assign((input: Tensor, target: Tensor) => crossEntropy(input, target).mul(factor), { factor });

  it.each<[string, () => LearnerOptions["lossFunction"], () => LearnerOptions["lossFunction"], string]>([
    [
      "smoothing",
      () => new CrossEntropyLoss(),
      () => new CrossEntropyLoss({ labelSmoothing: 0.1 }),
      "lossSettings.options.labelSmoothing none, not 0.1",
    ],
    [
      "weights",
      () => new CrossEntropyLoss(weight(1, 2, 1)),
      () => new CrossEntropyLoss(weight(1, 1, 1)),
      "lossSettings.weight [1,2,1], not [1,1,1]",
    ],
    [
      "a reduction",
      () => new CrossEntropyLoss({ reduction: "sum" }),
      () => new CrossEntropyLoss(),
      "lossSettings.options.reduction sum, not none",
    ],
    ["one's own", () => new Focal(2), () => new Focal(3), "lossSettings.gamma 2, not 3"],
    [
      "a part",
      () => new Both(new CrossEntropyLoss({ labelSmoothing: 0.1 })),
      () => new Both(new CrossEntropyLoss({ labelSmoothing: 0.2 })),
      "lossSettings.second.options.labelSmoothing 0.1, not 0.2",
    ],
    ["a function's", () => scaled(1), () => scaled(2), "lossSettings.factor 1, not 2"],
  ])("is refused by name: %s", async (_what, make, other, words) => {
    const first = smallLearner(1, { lossFunction: make() });
    const { states, weights } = await whole(first);
    for (const state of [states[0]!, states[3]!, states.at(-2)!]) {
      expect(await resumed(smallLearner(3, { lossFunction: other() }), state)).toContain(words);
      expect(await resumed(smallLearner(3, { lossFunction: make() }), state)).toEqual(weights);
    }
    expect(await resumed(first, states[3]!)).toEqual(weights);
    const old = await without(states[3]!, "lossSettings");
    expect(await resumed(smallLearner(3, { lossFunction: other() }), old)).toBeInstanceOf(Object);
  });

  it("is refused by its class alone where that is another", async () => {
    const { states } = await whole(
      smallLearner(1, { lossFunction: new CrossEntropyLoss({ labelSmoothing: 0.1 }) }),
    );
    const told = await resumed(smallLearner(3, { lossFunction: new BCEWithLogitsLoss() }), states[2]!);
    expect(told).toContain("loss CrossEntropyLoss(), not BCEWithLogitsLoss()");
    expect(told).not.toContain("lossSettings");
  });
});

describe("frozen parameters", () => {
  const frozen = (...places: number[]): Learner => {
    const learner = smallLearner();
    for (const place of places) learner.model.parameters()[place]!.requiresGrad_(false);
    return learner;
  };

  it("have to be the same", async () => {
    const { states, weights } = await whole(frozen(0, 1));
    expect(await resumed(frozen(), states[3]!)).toContain("frozen 0.weight, 0.bias, not none");
    expect(await resumed(frozen(0, 3), states[3]!)).toContain("frozen 0.bias, not 3.bias");
    expect(await resumed(frozen(0, 1), states[3]!)).toEqual(weights);
    expect(await resumed(frozen(), await without(states[3]!, "frozen"))).toBeInstanceOf(Object);
  });

  it("that are thawed on the way are as they were where the fit was left", async () => {
    const thawing: Callback = {
      beforeEpoch({ epoch, learner: { model } }) {
        if (epoch === 2) model.requiresGrad_();
      },
    };
    const learner = frozen(0, 1);
    const { states, weights } = await whole(learner, [thawing]);
    for (const state of [states[2]!, states[5]!, states[8]!]) {
      expect(await resumed(frozen(0, 1), state, [thawing])).toEqual(weights);
      expect(await resumed(frozen(3), state, [thawing])).toContain("frozen");
    }
    const again = frozen(0, 1);
    let twice: Uint8Array | null = null;
    const saving: Callback = {
      order: 1000,
      async afterBatch({ training }) {
        if (training) twice ??= await again.save();
      },
    };
    expect(await resumed(again, states[7]!, [thawing, saving])).toEqual(weights);
    expect(await resumed(frozen(0, 1), twice!, [thawing])).toEqual(weights);
    expect(learner.model.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
    expect(await resumed(learner, states[8]!, [thawing])).toEqual(weights);
  });
});

it("a plateau that is waited for in another way is refused, where it was written down", async () => {
  const plateau = (patience: number) => [new ReduceOnPlateau({ monitor: "trainLoss", patience })];
  const { states, weights } = await whole(smallLearner(), plateau(1));
  expect(await resumed(smallLearner(3), states[3]!, plateau(2))).toContain(
    "callbacks.ReduceOnPlateau.patience 1, not 2;",
  );
  expect(await resumed(smallLearner(3), states[3]!, plateau(1))).toEqual(weights);
  expect(await resumed(smallLearner(3), await without(states[3]!, "made"), plateau(2))).toBeInstanceOf(
    Object,
  );
});

describe("a schedule of which nothing was said", () => {
  const of = (make: (optimizer: Optimizer, steps: number) => Scheduler) => [new ParamScheduler(make)];
  const stepping = (stepSize: number) => of((optimizer) => new StepLR(optimizer, { stepSize, gamma: 0.9 }));
  const warmed = (gamma: number) =>
    of((optimizer) => {
      const schedulers = [
        new LinearLR(optimizer, { totalIters: 2 }),
        new ExponentialLR(optimizer, { gamma }),
      ];
      return new SequentialLR(optimizer, { schedulers, milestones: [3] });
    });

  it("has to have the same settings, by name", async () => {
    const { states, weights } = await whole(smallLearner(), stepping(2));
    const constant = of((optimizer) => new ConstantLR(optimizer));
    for (const state of [states[0]!, states[7]!]) {
      expect(await resumed(smallLearner(3), state, stepping(3))).toContain(
        "callbacks.ParamScheduler.stepSize 2, not 3;",
      );
      expect(await resumed(smallLearner(3), state, constant)).toContain(
        "callbacks.ParamScheduler.schedule StepLR, not ConstantLR;",
      );
      expect(await resumed(smallLearner(3), state, stepping(2))).toEqual(weights);
    }
    expect(await resumed(smallLearner(3), await without(states[7]!, "made"), stepping(3))).toBeInstanceOf(
      Object,
    );
  });

  it("has to have the same parts", async () => {
    const { states, weights } = await whole(smallLearner(), warmed(0.9));
    expect(await resumed(smallLearner(3), states[7]!, warmed(0.8))).toContain(
      "callbacks.ParamScheduler.schedulers.1.gamma 0.9, not 0.8;",
    );
    expect(await resumed(smallLearner(3), states[7]!, warmed(0.9))).toEqual(weights);
  });

  it("may be that of a longer fit", async () => {
    const third = of((optimizer, steps) => new StepLR(optimizer, { stepSize: Math.round(steps / 3) }));
    const { states } = await whole(smallLearner(), third);
    expect(await resumed(smallLearner(3), states[7]!, third, 3)).toBeInstanceOf(Object);
    const fifth = of((optimizer, steps) => new StepLR(optimizer, { stepSize: Math.round(steps / 5) }));
    expect(await resumed(smallLearner(3), states[7]!, fifth, 3)).toContain("stepSize 3, not 2");
  });
});

describe("where and how a fit computes", () => {
  it("is refused by name where it is another kind of device, as that rounds elsewhere", async () => {
    const { states, weights } = await whole(smallLearner());
    const { tensors, metadata } = loadSafetensors(states[3]!);
    const { learner, ...run } = JSON.parse(metadata.run!);
    expect(learner.device).toBe("cpu");
    const moved = { ...run, learner: { ...learner, device: "webgpu" } };
    const file = await saveSafetensors(tensors, { ...metadata, run: JSON.stringify(moved) });
    expect(await resumed(smallLearner(), file)).toContain("got a run with device webgpu, not cpu;");
    expect(await resumed(smallLearner(), await without(states[3]!, "device"))).toEqual(weights);
  });

  it("is refused by name where steps were recorded and are not, or the other way round", async () => {
    const stepwise = () => smallLearner(1, { compile: false });
    const [recorded, single] = [await whole(smallLearner()), await whole(stepwise())];
    expect(await resumed(stepwise(), recorded.states[3]!)).toContain("a run with compile true, not false;");
    expect(await resumed(smallLearner(), single.states[3]!)).toContain("a run with compile false, not true;");
    expect(await resumed(stepwise(), single.states[3]!)).toEqual(single.weights);
    const unsaid = await without(recorded.states[3]!, "compile");
    expect(await resumed(smallLearner(), unsaid)).toEqual(recorded.weights);
  });
});
