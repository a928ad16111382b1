import { ArgumentError, DTypeError, ones, ShapeError, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";

const x = tensor([0.5, 0.25]);
const int = tensor([1, 0], { dtype: "int32" });
const double = ones([2], { dtype: "float64" });

/** Calls that PyTorch refuses too. */
const refused: Record<string, [() => unknown, new (...args: never[]) => Error, RegExp]> = {
  "whole targets of bceLoss": [() => nn.bceLoss(x, int), DTypeError, /float32 and a target of int32.*floats/],
  "whole inputs of bceWithLogits": [
    () => nn.bceWithLogits(int, x),
    DTypeError,
    /int32 and a target of float32/,
  ],
  "whole targets of huberLoss": [() => nn.huberLoss(x, int), DTypeError, /huberLoss/],
  "weights of another dtype": [
    () => nn.nllLoss(zeros([1, 2]), tensor([0], { dtype: "int32" }), { weight: double }),
    DTypeError,
    /nllLoss: got a weight of float64 for scores of float32; expected one dtype/,
  ],
  "a variance below 0": [
    () => nn.gaussianNllLoss(x, x, x.neg()),
    ArgumentError,
    /a variance of -0.5; expected/,
  ],
  "a rank of fewer axes": [
    () => nn.marginRankingLoss(ones([3, 1]), ones([3, 1]), ones([3])),
    ShapeError,
    /marginRankingLoss: got \[3, 1\], \[3, 1\], \[3\]; expected as many axes of each/,
  ],
  "targets in a column": [
    () => nn.cosineEmbeddingLoss(ones([2, 3]), ones([2, 3]), ones([2, 1])),
    ShapeError,
    /expected \[batch, features\] twice and a target \[batch\]/,
  ],
  "features in two axes": [
    () => nn.cosineEmbeddingLoss(ones([2, 3, 4]), ones([2, 3, 4]), ones([2, 3])),
    ShapeError,
    /cosineEmbeddingLoss: got/,
  ],
  "one positive for all": [
    () => nn.tripletMarginLoss(ones([2, 3]), ones([3]), ones([2, 3])),
    ShapeError,
    /tripletMarginLoss: got \[2, 3\], \[3\]/,
  ],
};

type Loss = (...all: unknown[]) => unknown;

/** Every loss function, with as many tensors before its options as it takes. */
const losses: readonly (readonly [string, number])[] = [
  ...[
    "bceLoss",
    "bceWithLogits",
    "mseLoss",
    "l1Loss",
    "smoothL1",
    "huberLoss",
    "klDiv",
    "poissonNllLoss",
  ].map((name) => [name, 2] as const),
  ...["hingeEmbeddingLoss", "crossEntropy", "nllLoss", "multiMarginLoss"].map((name) => [name, 2] as const),
  ...["gaussianNllLoss", "marginRankingLoss", "cosineEmbeddingLoss", "tripletMarginLoss"].map(
    (name) => [name, 3] as const,
  ),
  ["ctcLoss", 4],
];

describe("losses refuse", () => {
  it.each(Object.entries(refused))("%s", (_title, [run, kind, message]) => {
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });

  it.each(losses)("options that there are not, and what is none: %s", (name, count) => {
    const loss = Reflect.get(nn, name) as Loss;
    const inputs = new Array<Tensor>(count).fill(x);
    expect(() => loss(...inputs, { log_input: true })).toThrow(
      `${name}: got an option log_input; expected one of {`,
    );
    for (const other of ["sum", 2]) expect(() => loss(...inputs, other)).toThrow(/in place of options/);
  });
});

describe("losses broadcast where PyTorch's do", () => {
  const none = { reduction: "none" } as const;

  it.each<[string, () => Tensor, unknown]>([
    [
      "klDiv",
      () => nn.klDiv(zeros([2, 2]), tensor([-0.5, 1]), none),
      [
        [Number.NaN, 0],
        [Number.NaN, 0],
      ],
    ],
    [
      "hingeEmbeddingLoss",
      () => nn.hingeEmbeddingLoss(ones([2, 1]), ones([2]), none),
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      "poissonNllLoss",
      () => nn.poissonNllLoss(zeros([2, 1]), ones([2]), none),
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      "marginRankingLoss",
      () => nn.marginRankingLoss(zeros([2, 2]), ones([1, 2]), ones([1, 2]), none),
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      "cosineEmbeddingLoss",
      () => nn.cosineEmbeddingLoss(ones([2, 3]), ones([2, 3]), ones([1]), none),
      [0, 0],
    ],
    ["gaussianNllLoss of one variance", () => nn.gaussianNllLoss(tensor([3]), tensor([1]), 1), 2],
    ["gaussianNllLoss without bound", () => nn.gaussianNllLoss(x, x, x.mul(Infinity)), Infinity],
  ])("%s", (_name, run, expected) => {
    expect(run().arraySync()).toEqual(expected);
  });
});
