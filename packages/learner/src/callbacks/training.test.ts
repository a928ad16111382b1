import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear, Module, Parameter } from "@mnist/nn";
import { NAdam, SGD } from "@mnist/nn/optim";
import { Generator, manualSeed, randint, randn, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  type AnyContext,
  type Callback,
  DataLoaders,
  EMA,
  GradientAccumulation,
  GradientClip,
  Learner,
  type LearnerOptions,
  MixUp,
  NonFiniteError,
  SaveBest,
  TerminateOnNaN,
} from "../index.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";
import { betaDraw } from "./beta.js";

/** A linear learner on the same 32 samples, in batches of that many. */
function linear(batchSize: number, callbacks: readonly Callback[] = []): Learner {
  manualSeed(5);
  const data = new TensorDataset(randn([32, 4]), randint(3, [32]));
  const loader = new DataLoader(data, { batchSize });
  return new Learner(new DataLoaders(loader, loader), new Linear(4, 3), {
    lossFunction: crossEntropy,
    callbacks,
  });
}

function expectNear(
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
function savingAll(states: Uint8Array[]): Callback {
  return {
    order: 2000,
    async afterBatch({ training, learner }) {
      if (training) states.push(await learner.save());
    },
  };
}

/** Resumes from every state with fresh callbacks; all must end with the same weights. */
async function expectSameEnd(make: () => Callback[], epochs = 2): Promise<void> {
  const [whole, states]: [Learner, Uint8Array[]] = [smallLearner(), []];
  await whole.fit(epochs, 0.01, { callbacks: [...make(), savingAll(states)] });
  for (const resumeFrom of states) {
    const other = smallLearner(8);
    await other.fit(epochs, 0.01, { callbacks: make(), resumeFrom });
    expect(weightsOf(other.model)).toEqual(weightsOf(whole.model));
  }
}

describe("GradientAccumulation", () => {
  it("takes the steps of the larger batch", async () => {
    const [large, small] = [linear(16), linear(4)];
    await large.fit(2, 0.5);
    await small.fit(2, 0.5, { callbacks: [new GradientAccumulation(16)] });
    expectNear(weightsOf(small.model), weightsOf(large.model), 5);
  });

  it("reports the loss unscaled", async () => {
    const history = await linear(8).fit(1, 1e-9, { callbacks: [new GradientAccumulation(16)] });
    expect(history[0]!.trainLoss).toBeCloseTo(history[0]!.validLoss, 4);
  });

  it("leaves no gradient behind, and resumes between two steps", async () => {
    const learner = linear(8);
    await learner.fit(1, 0.1, { callbacks: [new GradientAccumulation(24)] });
    expect(learner.model.parameters().every(({ grad }) => grad === null)).toBe(true);
    await expectSameEnd(() => [new GradientAccumulation(20)]);
    expect(() => new GradientAccumulation(0)).toThrow("GradientAccumulation: got 0 samples");
  });
});

describe("GradientClip", () => {
  it("scales gradients to the norm before the step", async () => {
    const norms: number[] = [];
    const looking: Callback = {
      order: 20,
      beforeStep({ learner }) {
        const squares = learner.model.parameters().map(({ grad }) => grad!.square().sum().itemSync());
        norms.push(Math.sqrt(squares.reduce((sum, each) => sum + each, 0)));
      },
    };
    await linear(8).fit(1, 0.1, { callbacks: [new GradientClip({ maxNorm: 0.01 }), looking] });
    expect(norms.length).toBe(4);
    for (const norm of norms) expect(norm).toBeCloseTo(0.01, 5);
  });
});

describe("MixUp", () => {
  it("mixes pairs of samples, and their losses in the same shares", async () => {
    const learner = linear(32);
    const all = Int32Array.from({ length: 32 }, (_, i) => i);
    const [inputs] = await learner.loaders.train.dataset.batch(all);
    const mixUp = new MixUp(1);
    const losses: { loss: number; expected: number }[] = [];
    const looking: Callback = {
      order: 100,
      afterLoss({ training, input, loss, prediction, target }) {
        if (!training) {
          expect(mixUp.mixture).toBeNull();
          return;
        }
        const { partners, shares } = mixUp.mixture!;
        for (const share of shares.dataSync()) expect(share >= 0.5 && share <= 1).toBe(true);
        const rest = shares.neg().add(1);
        const mixed = inputs
          .mul(shares.unsqueeze(1))
          .add(inputs.indexSelect(0, partners).mul(rest.unsqueeze(1)));
        expect(input!.sub(mixed).abs().max().itemSync()).toBeLessThan(1e-6);
        const own = crossEntropy(prediction!, target!, { reduction: "none" });
        const others = crossEntropy(prediction!, target!.indexSelect(0, partners), { reduction: "none" });
        const expected = own.mul(shares).add(others.mul(rest)).mean();
        losses.push({ loss: loss!.itemSync(), expected: expected.itemSync() });
      },
    };
    await learner.fit(2, 0.1, { callbacks: [mixUp, looking] });
    expect(losses.length).toBe(2);
    for (const { loss, expected } of losses) expect(loss).toBeCloseTo(expected, 5);
  });

  it("resumes with the same mixtures", async () => {
    await expectSameEnd(() => [new MixUp()]);
    expect(() => new MixUp(0)).toThrow("MixUp: got alpha 0");
  });

  it("draws from Beta(α, α)", () => {
    const generator = new Generator(1);
    for (const alpha of [0.4, 1, 5]) {
      const draws = Array.from({ length: 20_000 }, () => betaDraw(alpha, generator));
      const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
      const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
      expect(mean).toBeCloseTo(0.5, 1.5);
      expect(variance * 4 * (2 * alpha + 1)).toBeCloseTo(1, 1);
    }
  });
});

describe("EMA", () => {
  const decay = 0.8;

  it("averages as torch's AveragedModel does, and validates with the average", async () => {
    const learner = linear(8);
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
    const [plain, averaged] = [linear(8), linear(8)];
    await plain.fit(3, 0.5);
    await averaged.fit(3, 0.5, { callbacks: [new EMA({ decay, keep: false })] });
    expect(weightsOf(averaged.model)).toEqual(weightsOf(plain.model));
  });

  it("gives the weights back when a validation fails, and resumes", async () => {
    const [plain, learner] = [linear(8), linear(8)];
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

it("SaveBest's weights are those that a fit ends with, also beside EMA", async () => {
  const learner = smallLearner();
  const best = new SaveBest({ restore: true });
  await learner.fit(4, 1, { callbacks: [best, new EMA({ decay: 0.5 })] });
  for (const [name, tensor] of Object.entries(learner.model.stateDict()))
    expect(tensor.arraySync(), name).toEqual(best.weights[name]!.arraySync());
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

describe("TerminateOnNaN", () => {
  /** A learner whose model is that function of a weight and the inputs 1, 0 and 4. */
  function of(f: (weight: Tensor, x: Tensor) => Tensor): { learner: Learner; fit: Promise<unknown> } {
    class Model extends Module {
      readonly weight = new Parameter(tensor([1]));
      override forward(x: Tensor): Tensor {
        return f(this.weight, x);
      }
    }
    const loader = new DataLoader(new TensorDataset(tensor([1, 0, 4]), tensor([1, 1, 1])), { batchSize: 1 });
    const learner = new Learner(new DataLoaders(loader), new Model(), {
      lossFunction: (prediction) => prediction.mean(),
      optimizer: (parameters, lr) => new SGD(parameters, { lr, momentum: 0.9 }),
    });
    return { learner, fit: learner.fit(1, 0.1, { callbacks: [new TerminateOnNaN()] }) };
  }

  it.each<[string, Parameters<typeof of>[0], string]>([
    [
      "an operation that makes NaN",
      (weight, x) => x.sub(0.5).mul(weight).sqrt(),
      "sqrt: got a NaN in its output",
    ],
    [
      "a gradient that is NaN",
      (weight, x) => x.mul(weight).sqrt().mul(0),
      "backward of sqrt: got a NaN in the gradient",
    ],
    [
      "an operation that makes infinity",
      (weight, x) => x.mul(weight).add(1e-9).pow(-1).exp(),
      "exp: got an infinity in its output",
    ],
  ])("names %s, and leaves the weights of the batch before", async (_title, f, origin) => {
    const { learner, fit } = of(f);
    const error = await fit.catch((each: unknown) => each);
    expect(error).toBeInstanceOf(NonFiniteError);
    const { epoch, batch, message } = error as NonFiniteError;
    expect([epoch, batch]).toEqual([1, 1]);
    expect(message).toContain("epoch 1, batch 1: got a ");
    expect(message).toContain(origin);
    expect(Number.isFinite(learner.model.parameters()[0]!.itemSync())).toBe(true);
  });

  it("changes nothing where all is finite", async () => {
    const plain = smallLearner(1, { compile: false }); // as a step that is looked into is
    await plain.fit(2, 0.01);
    const watched = smallLearner();
    await watched.fit(2, 0.01, { callbacks: [new TerminateOnNaN()] });
    expect(weightsOf(watched.model)).toEqual(weightsOf(plain.model));
  });
});
