import "@mnist/autograd";
import { ArgumentError, manualSeed, ones, randn, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { avgPool1d, fold, groupNorm, maxPool1d, unfold } from "./functional/index.js";
import {
  BatchNorm1d,
  BCELoss,
  BCEWithLogitsLoss,
  bceLoss,
  bceWithLogits,
  CrossEntropyLoss,
  calculateGain,
  crossEntropy,
  Embedding,
  Identity,
  Linear,
  nllLoss,
  parametersToVector,
  Sequential,
  vectorToParameters,
} from "./index.js";

const indices = (...values: number[]) => tensor(values, { dtype: "int32" });

describe("as PyTorch has it", () => {
  it.each<[string, (x: Tensor) => Tensor]>([
    ["groupNorm", (x) => groupNorm(x, 2)],
    ["avgPool1d", (x) => avgPool1d(x, 2)],
    ["maxPool1d", (x) => maxPool1d(x, 2)],
    ["unfold", (x) => unfold(x.unsqueeze(-1), [2, 1])],
    ["fold", (x) => fold(x, [5, 1], [2, 1])],
  ])("lets what %s makes be changed in place", (_name, work) => {
    const slopes = [true, false].map((isInPlace) => {
      manualSeed(1);
      const x = randn([1, 4, 4]).requiresGrad_();
      const y = work(x.mul(2));
      (isInPlace ? y.mul_(3).add_(1) : y.mul(3).add(1)).square().sum().backward();
      return x.grad!.arraySync();
    });
    expect(slopes[0]).toEqual(slopes[1]);
  });

  it("ignores −100, and refuses options that fit nothing", () => {
    const scores = tensor([
      [1, 2, 3],
      [3, 1, 0],
      [0, 0, 1],
    ]);
    const some = crossEntropy(scores.slice(0, 0, 2), indices(0, 1)).itemSync();
    expect(crossEntropy(scores, indices(0, 1, -100)).itemSync()).toBeCloseTo(some, 6);
    expect(nllLoss(scores.logSoftmax(1), indices(0, 1, -100)).itemSync()).toBeCloseTo(some, 6);
    expect(crossEntropy(scores, indices(-100, -100, -100)).itemSync()).toBeNaN();
    expect(() => crossEntropy(scores, indices(0, 1, 2), { weight: ones([5]) })).toThrow(
      "crossEntropy: got a weight [5] for 3 classes; expected one number for each class: [3].",
    );
    expect(() => nllLoss(scores, indices(0, 1, 2), { weight: ones([2]) })).toThrow(
      "nllLoss: got a weight [2]",
    );
    for (const labelSmoothing of [1.5, -0.1]) {
      expect(() => crossEntropy(scores, indices(0, 1, 2), { labelSmoothing })).toThrow(
        `got labelSmoothing ${labelSmoothing}; expected a share, 0..1`,
      );
    }
    expect(() => crossEntropy(scores, scores.softmax(1), { ignoreIndex: 1 })).toThrow(
      "got ignoreIndex 1 with a target of shares",
    );
  });

  it("takes probabilities alone for their cross-entropy", () => {
    for (const beyond of [3.2, -4.1, Number.NaN]) {
      expect(() => bceLoss(tensor([0.5, beyond]), tensor([1, 0]))).toThrow(ArgumentError);
      expect(() => new BCELoss()(tensor([beyond, 0]), tensor([1, 0]))).toThrow(
        /bceLoss: got an input of .*; expected probabilities, 0..1. Try input.sigmoid\(\), or bceWithLogits/,
      );
    }
    expect(bceLoss(tensor([1, 0, 1]), tensor([1, 0, 0])).itemSync()).toBeCloseTo(100 / 3, 4);
  });

  it("keeps every digit of small losses of scores, and their gradients", () => {
    const x = tensor([-10, -20, -5, 30]).requiresGrad_();
    const losses = bceWithLogits(x, tensor([0, 0, 0, 1]), { reduction: "none" });
    losses.sum().backward();
    const expected = [-10, -20, -5, -30].map((each) => Math.log1p(Math.exp(each)));
    const slopes = [-10, -20, -5].map((each) => 1 / (1 + Math.exp(-each)));
    losses.dataSync().forEach((loss, i) => {
      expect(Math.abs(loss / expected[i]! - 1)).toBeLessThan(1e-6);
    });
    slopes.forEach((slope, i) => {
      expect(Math.abs(x.grad!.dataSync()[i]! / slope - 1)).toBeLessThan(1e-6);
    });
  });

  it("has losses' weights in the state dict, and moves them", () => {
    const loss = new CrossEntropyLoss({ weight: tensor([1, 2, 3]) });
    expect(Object.keys(loss.stateDict())).toEqual(["weight"]);
    expect(loss.to("float64").weight!.dtype).toBe("float64");
    const binary = new BCEWithLogitsLoss({ weight: ones([2]), posWeight: ones([2]) });
    expect(Object.keys(binary.stateDict())).toEqual(["weight", "pos_weight"]);
    expect(Object.keys(new CrossEntropyLoss().stateDict())).toEqual([]);
  });

  it("counts a padding index from the end, and gives its row no gradient", () => {
    const table = new Embedding(4, 2, { paddingIdx: -1 });
    expect(table.paddingIdx).toBe(3);
    expect([...table.weight.dataSync()].slice(6)).toEqual([0, 0]);
    table(indices(0, 3, 3))
      .sum()
      .backward();
    expect(table.weight.grad!.arraySync()).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(() => new Embedding(4, 2, { paddingIdx: 4 })).toThrow(
      "Embedding: got paddingIdx 4; expected -4 to 3.",
    );
  });

  it("removes one of two registrations of one hook", () => {
    const layer = new Identity();
    let calls = 0;
    const hook = () => void calls++;
    const remove = layer.registerForwardHook(hook);
    layer.registerForwardHook(hook);
    const removeBefore = layer.registerForwardPreHook(hook);
    layer.registerForwardPreHook(hook);
    remove();
    removeBefore();
    remove();
    layer(zeros([1]));
    expect(calls).toBe(2);
    expect(layer.hasHooks()).toBe(true);
  });

  it("applies work to a child of two names once, and runs it twice", () => {
    const shared = new Linear(2, 2);
    const model = new Sequential(shared, shared);
    const seen: unknown[] = [];
    model.apply((module) => seen.push(module));
    expect(seen).toEqual([shared, model]);
    expect(model(ones([1, 2])).arraySync()).toEqual(shared(shared(ones([1, 2]))).arraySync());
  });

  it("loads batch norms of before PyTorch 0.4.1, and takes an empty batch", () => {
    const layer = new BatchNorm1d(3, { momentum: 0 });
    const { num_batches_tracked: _, ...old } = layer.stateDict();
    layer.loadStateDict({ ...old, running_mean: tensor([1, 2, 3]) });
    expect(layer.runningMean.arraySync()).toEqual([1, 2, 3]);
    expect(() => layer.loadStateDict({})).toThrow("weight");
    const empty = layer(zeros([0, 3]));
    expect(empty.shape).toEqual([0, 3]);
    empty.sum().backward();
    expect(layer.weight!.grad!.arraySync()).toEqual([0, 0, 0]);
    expect(layer.runningMean.arraySync()).toEqual([1, 2, 3]);
    expect(layer.numBatchesTracked.itemSync()).toBe(1);
    expect(String(layer)).toContain("momentum=0.0,");
  });

  it("knows the gain of layers", () => {
    expect([
      calculateGain("conv2d"),
      calculateGain("convTranspose1d"),
      calculateGain("leakyRelu", 0.2),
    ]).toEqual([1, 1, Math.sqrt(2 / 1.04)]);
  });

  it("turns parameters into a vector and back", () => {
    manualSeed(1);
    const [one, other] = [new Linear(3, 2), new Linear(3, 2)];
    const vector: Tensor = parametersToVector(one.parameters());
    vectorToParameters(vector, other.parameters());
    expect(parametersToVector(other.parameters()).arraySync()).toEqual(vector.arraySync());
    parametersToVector(one.parameters()).sum().backward();
    expect(one.bias!.grad!.arraySync()).toEqual([1, 1]);
    expect(() => vectorToParameters(randn([7]), one.parameters())).toThrow(
      "vectorToParameters: got a vector of shape [7]; expected [8], as the parameters have elements.",
    );
  });
});
