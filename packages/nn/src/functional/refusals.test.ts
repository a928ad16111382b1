import {
  ArgumentError,
  celu,
  manualSeed,
  ones,
  prelu,
  ShapeError,
  softshrink,
  type Tensor,
  tensor,
  zeros,
} from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import * as init from "../init.js";
import { Adam, AveragedModel, clipGradNorm_, clipGradValue_ } from "../optim/index.js";
import * as F from "./index.js";

/** What no compiler has seen. */
const wrong = (value: unknown) => value as never;
const x = ones([2, 3, 4]);
const table = ones([3, 2]);
const index = tensor([0], { dtype: "int32" });

const refused: Record<string, [() => unknown, string]> = {
  "dropout's flag by name": [
    () => F.dropout(x, 0.5, wrong({ training: false })),
    "dropout: got training { training }; expected true or false.",
  ],
  "dropout2d's flag by name": [
    () => F.dropout2d(x, 0.5, wrong({ training: false })),
    "dropout2d: got training",
  ],
  "embedding's option of another language": [
    () => F.embedding(index, table, wrong({ padding_idx: 0 })),
    "embedding: got an option padding_idx",
  ],
  "a padding row beyond the table": [
    () => F.embedding(index, table, { paddingIdx: 5 }),
    "embedding: got paddingIdx 5; expected -3 to 2.",
  ],
  "gumbelSoftmax's temperature alone": [
    () => F.gumbelSoftmax(x, wrong(0.5)),
    "gumbelSoftmax: got 0.5 in place of options",
  ],
  "maxPool1d's stride alone": [() => F.maxPool1d(x, 2, wrong(1)), "maxPool1d: got 1 in place of options"],
  "avgPool1d's stride alone": [() => F.avgPool1d(x, 2, wrong(1)), "avgPool1d: got 1 in place of options"],
  "attention's mask alone": [
    () => F.scaledDotProductAttention(x, x, x, wrong(x)),
    "scaledDotProductAttention: got",
  ],
  "groupNorm's weight alone": [() => F.groupNorm(x, 3, wrong(ones([3]))), "groupNorm: got"],
  "batchNorm's flag": [
    () => F.batchNorm(x, null, null, wrong(true)),
    "batchNorm: got true in place of options",
  ],
  "batchNorm without statistics": [() => F.batchNorm(x, null, null), "batchNorm: got no running statistics"],
  "one value a group": [
    () => F.groupNorm(ones([1, 2]), 2),
    "groupNorm: got an input of shape [1, 2]; expected more than one value",
  ],
  "unfold's stride alone": [() => F.unfold(x, 2, wrong(2)), "unfold: got 2 in place of options"],
  "celu's alpha of 0": [() => celu(x, 0), "celu: got alpha 0"],
  "softshrink's lambda below 0": [() => softshrink(x, -1), "softshrink: got lambda -1"],
  "slopes without channels": [() => prelu(ones([3]), ones([3])), "prelu: got weights of shape [3]"],
  "orthogonal_'s gain by name": [
    () => init.orthogonal_(zeros([2, 2]), wrong({ gain: 2 })),
    "orthogonal_: got gain { gain }; expected a number.",
  ],
  "normal_'s deviation by name": [
    () => init.normal_(zeros([2]), wrong({ std: 2 })),
    "normal_: got mean { std }",
  ],
  "xavierUniform_'s gain by name": [
    () => init.xavierUniform_(zeros([2, 2]), wrong({ gain: 2 })),
    "xavierUniform_: got gain",
  ],
  "calculateGain's slope by name": [
    () => init.calculateGain("leakyRelu", wrong({ slope: 1 })),
    "calculateGain: got slope",
  ],
  "kaimingUniform_'s slope alone": [
    () => init.kaimingUniform_(zeros([2, 2]), wrong(0.2)),
    "kaimingUniform_: got 0.2 in place of options",
  ],
  "clipGradNorm_'s degree alone": [
    () => clipGradNorm_([], 1, wrong(1)),
    "clipGradNorm_: got 1 in place of options",
  ],
  "clipGradNorm_'s option of another language": [
    () => clipGradNorm_([], 1, wrong({ norm_type: 1 })),
    "clipGradNorm_: got an option norm_type",
  ],
  "one beta": [
    () => new Adam([zeros([1]).requiresGrad_()], { betas: wrong(0.9) }),
    "Adam: got betas 0.9; expected two shares",
  ],
};

describe("refused, as it would be ignored or mean something else", () => {
  it.each(Object.entries(refused))("%s", (_title, [run, message]) => {
    expect(run).toThrow(message);
    let caught: unknown;
    try {
      run();
    } catch (error) {
      caught = error;
    }
    expect(caught instanceof ArgumentError || caught instanceof ShapeError).toBe(true);
  });

  it("the mean of a model in that model", () => {
    const model = new nn.Linear(2, 1);
    expect(() => new AveragedModel(model).updateParameters(model)).toThrow(
      /got the model that the mean is kept in/,
    );
  });
});

describe("as PyTorch has it", () => {
  it("drops channels of three axes as [batch, channels, length]", () => {
    manualSeed(0);
    const kept = F.dropout2d(x, 0.5);
    expect(kept.amax(2).arraySync()).toEqual(kept.amin(2).arraySync());
    manualSeed(0);
    expect(F.dropout1d(x, 0.5).arraySync()).toEqual(kept.arraySync());
  });

  it("makes zeros of the table's dtype, with its gradient, of bags without rows", () => {
    const weight = ones([3, 2], { dtype: "float64" }).requiresGrad_();
    const none = zeros([0], { dtype: "int32" });
    const empty = F.embeddingBag(none, weight, { offsets: tensor([0, 0], { dtype: "int32" }), mode: "max" });
    expect([empty.dtype, empty.arraySync(), empty.requiresGrad]).toEqual([
      "float64",
      [
        [0, 0],
        [0, 0],
      ],
      true,
    ]);
    expect(F.embeddingBag(none, weight, { offsets: none }).shape).toEqual([0, 2]);
    expect(F.embeddingBag(zeros([2, 0], { dtype: "int32" }), weight).arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("pools as many parts as there are where none are asked for", () => {
    const picture = tensor([
      [
        [1, 2, 3, 4],
        [8, 7, 6, 5],
      ],
    ]);
    expect(F.adaptiveMaxPool2d(picture, [null, 2]).arraySync()).toEqual([
      [
        [2, 4],
        [8, 6],
      ],
    ]);
  });

  it("clips the gradient of one tensor", () => {
    const weight: Tensor = zeros([2]).requiresGrad_();
    weight.grad = tensor([3, -4]);
    expect(clipGradNorm_(weight, 1).itemSync()).toBe(5);
    expect(weight.grad.norm().itemSync()).toBeCloseTo(1, 5);
    clipGradValue_(weight, 0.5);
    expect(weight.grad.amin().itemSync()).toBe(-0.5);
  });
});
