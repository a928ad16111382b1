import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Module, Parameter } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import { Generator, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  type Callback,
  DataLoaders,
  GradientAccumulation,
  GradientClip,
  Learner,
  MixUp,
  NonFiniteError,
  TerminateOnNaN,
} from "../index.js";
import { linearLearner } from "../testing/linear-learner.js";
import { expectNear, expectSameEnd } from "../testing/same-end.js";
import { smallLearner, weightsOf } from "../testing/small-learner.js";
import { betaDraw } from "./beta.js";

describe("GradientAccumulation", () => {
  it("takes the steps of the larger batch", async () => {
    const [large, small] = [linearLearner(16), linearLearner(4)];
    await large.fit(2, 0.5);
    await small.fit(2, 0.5, { callbacks: [new GradientAccumulation(16)] });
    expectNear(weightsOf(small.model), weightsOf(large.model), 5);
  });

  it("reports the loss unscaled", async () => {
    const history = await linearLearner(8).fit(1, 1e-9, { callbacks: [new GradientAccumulation(16)] });
    expect(history[0]!.trainLoss).toBeCloseTo(history[0]!.validLoss, 4);
  });

  it("leaves no gradient behind, and resumes between two steps", async () => {
    const learner = linearLearner(8);
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
    await linearLearner(8).fit(1, 0.1, { callbacks: [new GradientClip({ maxNorm: 0.01 }), looking] });
    expect(norms.length).toBe(4);
    for (const norm of norms) expect(norm).toBeCloseTo(0.01, 5);
  });
});

describe("MixUp", () => {
  it("mixes pairs of samples, and their losses in the same shares", async () => {
    const learner = linearLearner(32);
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
