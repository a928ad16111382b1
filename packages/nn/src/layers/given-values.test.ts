import { ones, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { clipGradNorm_ } from "../optim/index.js";

const untyped = nn as unknown as Record<string, new (...all: unknown[]) => nn.Module>;

describe("layers refuse", () => {
  it.each<[string, unknown[], string]>([
    [
      "Upsample",
      [{ size: 3, scaleFactor: 2 }],
      "Upsample: got a size and a scaleFactor; expected one of the two",
    ],
    [
      "Hardtanh",
      [2, 1],
      "Hardtanh: got the range from 2 to 1; expected a minVal below maxVal. Try new Hardtanh(1, 2).",
    ],
    ["Hardtanh", [1, 1], "Hardtanh: got the range from 1 to 1"],
    ["Hardtanh", [Number.NaN, 1], "Hardtanh: got the range from NaN to 1"],
    ["ModuleList", [new nn.ReLU(), new nn.ReLU()], "Try new ModuleList([a, b])."],
    ["ModuleList", [new nn.ReLU()], "ModuleList: got a module in place of a list"],
    ["ModuleList", [[new nn.ReLU()], new nn.ReLU()], "ModuleList: got 2 arguments; expected one list"],
    ["ParameterList", [ones([1]), ones([1])], "Try new ParameterList([a, b])."],
  ])("new %s of %j", (name, given, words) => {
    expect(() => new untyped[name]!(...given)).toThrow(words);
  });

  it("an upsampling to nothing said, once it is called", () => {
    expect(() => new nn.Upsample()(ones([1, 1, 2, 2]))).toThrow("expected a size or a scaleFactor");
  });

  it("whole numbers where they would be scaled", () => {
    const whole = ones([1, 2, 3]).int();
    expect(() => new nn.Dropout(0.5)(whole)).toThrow("dropout: got a tensor of dtype int32");
    expect(() => new nn.Dropout1d(0.5)(whole)).toThrow("Try x.float().");
    expect(new nn.Dropout(0)(whole).dtype).toBe("int32");
    expect(new nn.Dropout(0.5).eval()(whole).dtype).toBe("int32");
  });

  it.each<[string, () => nn.Module, number[]]>([
    ["batchNorm", () => new nn.BatchNorm1d(2), [3, 2]],
    ["batchNorm", () => new nn.BatchNorm1d(2).eval(), [3, 2]],
    ["batchNorm", () => new nn.BatchNorm1d(2, { affine: false }), [3, 2]],
    ["instanceNorm", () => new nn.InstanceNorm1d(2, { affine: true }), [3, 2, 4]],
    ["groupNorm", () => new nn.GroupNorm(1, 2), [3, 2]],
    ["layerNorm", () => new nn.LayerNorm(2), [3, 2]],
  ])("%s of another dtype than its input", (name, make, shape) => {
    const call = (layer: nn.Module, x: Tensor) => (layer as unknown as (x: Tensor) => Tensor)(x);
    const x = ones(shape);
    expect(() => call(make(), x.to("float64"))).toThrow(`${name}: got`);
    expect(() => call(make().to("float64"), x)).toThrow(`${name}: got`);
    expect(call(make().to("float64"), x.to("float64")).dtype).toBe("float64");
  });
});

it("numbers that are not finite are printed as PyTorch has them", () => {
  expect(String(new nn.Hardtanh(-Infinity, Infinity))).toBe("Hardtanh(min_val=-inf, max_val=inf)");
  expect(String(new nn.Threshold(-Infinity, Number.NaN))).toBe("Threshold(threshold=-inf, value=nan)");
  expect(String(new nn.Embedding(2, 3, { maxNorm: Infinity }))).toBe("Embedding(2, 3, max_norm=inf)");
});

describe("clipGradNorm_", () => {
  it.each<[number, number, number[], number[]]>([
    [0, 2, [1.5, 2], [0.5, 1]],
    [-1, 0.48, [3, 4], [1, 2]],
    [-Infinity, 1, [3, 4], [1, 2]],
    [Infinity, 4, [0.75, 1], [0.25, 0.5]],
    [1, 10, [0.3, 0.4], [0.1, 0.2]],
  ])("of type %d is %d", (normType, total, first, second) => {
    const [p, q] = [zeros([2]).requiresGrad_(), zeros([2]).requiresGrad_()];
    [p.grad, q.grad] = [tensor([3, 4]), tensor([1, 2])];
    expect(clipGradNorm_([p, q], 1, { normType }).itemSync()).toBeCloseTo(total, 5);
    const close = (values: readonly number[]) => values.map((each) => expect.closeTo(each, 4));
    expect([p.grad!.arraySync(), q.grad!.arraySync()]).toEqual([close(first), close(second)]);
  });

  it("refuses a type that is no number", () => {
    for (const normType of [Number.NaN, "2" as unknown as number])
      expect(() => clipGradNorm_([], 1, { normType })).toThrow("a number as its type");
  });
});

describe("multiMarginLoss", () => {
  it("takes one sample with or without its axis", () => {
    for (const shape of [[], [1]])
      expect(nn.multiMarginLoss(ones([4]), zeros(shape).int()).itemSync()).toBe(0.75);
  });

  it.each<[number[], number[]]>([
    [[4], [2]],
    [[4], [1, 1]],
    [[3, 0], [3]],
    [[3, 4], [2]],
    [
      [3, 4],
      [3, 1],
    ],
    [[], []],
  ])("refuses scores %j and a target %j", (scores, target) => {
    const words = `got scores [${scores.join(", ")}] and a target [${target.join(", ")}]`;
    expect(() => nn.multiMarginLoss(ones(scores), zeros(target).int())).toThrow(words);
  });

  it("refuses a weight that is not one for each class", () => {
    for (const shape of [[1, 4], [3], []]) {
      const run = () => nn.multiMarginLoss(ones([3, 4]), zeros([3]).int(), { weight: ones(shape) });
      expect(run).toThrow("one for each class, [4]");
    }
  });
});
