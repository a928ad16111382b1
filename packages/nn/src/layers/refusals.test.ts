import { ones, randn, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  GroupNorm,
  LayerNorm,
  MaxPool2d,
  mseLoss,
} from "../index.js";

describe("layers say what is wrong with", () => {
  it("channels and ranks", () => {
    expect(() => new Conv2d(3, 4, 3)(randn([2, 1, 8, 8]))).toThrow(
      "conv2d: got an input [2, 1, 8, 8], a weight [4, 3, 3, 3], a bias [4] and 1 group; expected an input [batch, channels, height, width]",
    );
    expect(() => new Conv2d(1, 4, 3)(randn([2, 28]))).toThrow(
      "Try input.unsqueeze(1) for images of one channel.",
    );
    expect(() => new BatchNorm2d(3)(randn([2, 4, 5, 5]))).toThrow(
      "BatchNorm2d: got an input of shape [2, 4, 5, 5]",
    );
    expect(() => new GroupNorm(2, 4)(randn([2, 3]))).toThrow("expected [batch, 4, …].");
    expect(() => new LayerNorm(4)(randn([2, 3]))).toThrow(
      "layerNorm: got an input of shape [2, 3]; expected one that ends in [4].",
    );
  });

  it("windows that do not fit", () => {
    expect(() => new Conv2d(1, 4, 5)(randn([2, 1, 4, 4]))).toThrow(
      "conv2d: got a kernel [5, 5] with dilation [1, 1] on a padded input [4, 4]; expected a kernel no larger",
    );
    expect(() => new MaxPool2d(3)(randn([2, 1, 2, 2]))).toThrow("maxPool2d: got windows of [3, 3]");
    expect(() => new AvgPool2d(2, { padding: 2 })(randn([2, 1, 4, 4]))).toThrow(
      "expected at most half a window.",
    );
    expect(() => new Conv2d(1, 1, 3, { padding: "same", stride: 2 })(randn([1, 1, 4, 4]))).toThrow(
      "expected stride 1",
    );
  });

  it("settings", () => {
    expect(() => new Conv2d(3, 4, 3, { groups: 2 })).toThrow("Conv2d: got 3 channels in, 4 out and 2 groups");
    expect(() => new Conv2d(1, 1, 3, { stride: 0 })(randn([1, 1, 4, 4]))).toThrow(
      "conv2d: got stride [0, 0]",
    );
    expect(() => new GroupNorm(3, 4)).toThrow("GroupNorm: got 3 groups of 4 channels");
  });

  it("a single value a channel in training", () => {
    expect(() => new BatchNorm1d(3)(randn([1, 3]))).toThrow("Try a larger batch, or model.eval().");
    expect(new BatchNorm1d(3).eval()(randn([1, 3])).shape).toEqual([1, 3]);
  });

  it("targets", () => {
    expect(() => mseLoss(ones([2, 1]), ones([2]))).toThrow("Try target.reshape(input.shape).");
    expect(() => crossEntropy(ones([2, 3]), tensor([0, 1]))).toThrow('Try target.to("int32").');
    expect(() => mseLoss(ones([1]), ones([1]), { reduction: "all" as "sum" })).toThrow(
      'loss: got reduction "all"',
    );
  });
});

describe("images without a batch", () => {
  it("are convolved and pooled as a batch of one", () => {
    const x = randn([2, 6, 6]);
    const layer = new Conv2d(2, 3, 3);
    expect(layer(x).arraySync()).toEqual(layer(x.unsqueeze(0)).squeeze(0).arraySync());
    expect(new MaxPool2d(2)(x).shape).toEqual([2, 3, 3]);
  });
});

describe("maxPool2d", () => {
  it("lets NaN and infinities through as PyTorch does", () => {
    const pooled = new MaxPool2d(2)(
      tensor([
        [
          [Number.NaN, 1, -Infinity, -Infinity],
          [2, 3, -Infinity, -Infinity],
        ],
      ]),
    );
    expect(pooled.arraySync()).toEqual([[[Number.NaN, -Infinity]]]);
    expect(
      new MaxPool2d(2)(
        tensor([
          [
            [1, 2],
            [3, Number.NaN],
          ],
        ]),
      ).arraySync(),
    ).toEqual([[[Number.NaN]]]);
  });
});
