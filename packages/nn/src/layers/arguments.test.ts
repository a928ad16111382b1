import { ArgumentError, ones, ShapeError, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, EmbeddingBag } from "../index.js";

/** Calls that no compiler has seen. */
const unseen = (value: unknown): never => value as never;

describe("settings of convolutions", () => {
  it.each<[string, () => object, string]>([
    [
      "a word",
      () => new Conv2d(1, 1, 3, { padding: unseen("full") }),
      'Conv2d: got padding "full"; expected numbers, "same" or "valid".',
    ],
    [
      "strides",
      () => new Conv2d(1, 1, 3, { padding: "same", stride: 2 }),
      'Conv2d: got padding "same" with stride [2, 2]; expected stride 1.',
    ],
    [
      "in a circle",
      () => new Conv1d(1, 1, 3, { padding: "same", stride: 2, paddingMode: "circular" }),
      "expected stride 1.",
    ],
    [
      "no taps",
      () => new Conv3d(1, 1, [3, 0, 3]),
      "Conv3d: got kernelSize [3, 0, 3]; expected whole numbers from 1 up.",
    ],
    ["no taps, transposed", () => new ConvTranspose2d(1, 1, 0), "ConvTranspose2d: got kernelSize [0, 0]"],
  ])("are refused: %s", (_title, make, message) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });
});

describe("outputSize of transposed convolutions", () => {
  const layer = new ConvTranspose2d(1, 1, 3, { stride: 2 });
  const x = ones([1, 1, 3, 3]);

  it("is the result's", () => {
    expect(layer.forward(x, [7, 8]).shape).toEqual([1, 1, 7, 8]);
    expect(layer.forward(x, [1, 1, 8, 8]).shape).toEqual([1, 1, 8, 8]);
    expect(layer.forward(x, null).arraySync()).toEqual(layer.forward(x, [7, 7]).arraySync());
    expect(new ConvTranspose1d(1, 1, 3, { stride: 2 }).forward(ones([1, 1, 3]), [8]).shape).toEqual([
      1, 1, 8,
    ]);
  });

  it("is heeded by a call too", () => {
    const call = layer as (...inputs: unknown[]) => Tensor;
    expect(call(x, [7, 8]).shape).toEqual([1, 1, 7, 8]);
  });

  it.each([[[6, 7]], [[7, 9]], [[7]], [unseen(7)]])("is refused where there is none such: %s", (size) => {
    expect(() => layer.forward(x, size)).toThrow(
      "for an input of shape [1, 1, 3, 3]; expected 7 to 8, 7 to 8.",
    );
  });
});

describe("weights of a bag's rows", () => {
  const index = tensor([0, 2, 1], { dtype: "int32" });
  const offsets = tensor([0, 2], { dtype: "int32" });
  const bag = new EmbeddingBag(3, 2, { mode: "sum" });
  const [first, second, third] = bag.weight.arraySync() as number[][];

  it("multiply them", () => {
    const weights = tensor([2, 0, -1]);
    const expected = [first!.map((value) => value * 2), second!.map((value) => -value)];
    expect(bag(index, offsets, weights).arraySync()).toEqual(expected);
    const [row] = bag(index.reshape([1, 3]), null, tensor([[0, 1, 0]])).arraySync() as number[][];
    expect(row).toEqual(third);
  });

  it("are for sums, and as many as indices", () => {
    const means = new EmbeddingBag(3, 2);
    expect(() => means(index, offsets, ones([3]))).toThrow(
      'perSampleWeights for mode "mean"; expected mode "sum"',
    );
    expect(() => bag(index, offsets, ones([1]))).toThrow(ShapeError);
  });
});
