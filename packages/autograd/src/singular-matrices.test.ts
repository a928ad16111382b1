import { ArgumentError, eye, stack, type Tensor, tensor, zeros } from "@mnist/tensor";
import * as linalg from "@mnist/tensor/linalg";
import { describe, expect, it } from "vitest";
import { grad } from "./index.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe("matrices that are singular, repeat themselves, are empty or no numbers, as PyTorch has them", () => {
  it.each<[string, (a: Tensor) => Tensor, number[][]]>([
    [
      "eigenvalues",
      (a) => linalg.eigvalsh(a).sum(),
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "the largest singular value",
      (a) => linalg.svdvals(a).select(0, 0),
      [
        [1, 0],
        [0, 0],
      ],
    ],
    [
      "cond",
      (a) => linalg.cond(a),
      [
        [1, 0],
        [0, -1],
      ],
    ],
    [
      "cond, smallest over largest",
      (a) => linalg.cond(a, -2),
      [
        [-1, 0],
        [0, 1],
      ],
    ],
    [
      "cond, nuclear",
      (a) => linalg.cond(a, "nuc"),
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ])("has a slope where values repeat: %s", (_name, f, slope) => {
    const a = eye(2).requiresGrad_();
    expect(grad(f(a), [a])[0]!.add(0).arraySync()).toEqual(slope);
  });

  it("passes back what is not determined as NaN", () => {
    const a = zeros([2, 2]).requiresGrad_();
    linalg.qr(a).R.sum().backward();
    expect(a.grad!.arraySync()).toEqual([
      [nan, nan],
      [nan, nan],
    ]);
  });

  it("has no bound for the condition of what has no inverse", () => {
    const singular = tensor([
      [1, 2],
      [2, 4],
    ]);
    expect(linalg.cond(singular, "fro").itemSync()).toBe(infinity);
    expect(linalg.cond(stack([eye(2), singular]), 1).arraySync()).toEqual([1, infinity]);
    expect(linalg.cond(zeros([0, 0]), -2).itemSync()).toBe(0);
    expect(linalg.cond(zeros([3, 0, 0]), "fro").arraySync()).toEqual([0, 0, 0]);
    expect(linalg.matrixRank(zeros([2, 0, 3])).arraySync()).toEqual([0, 0]);
  });

  it("has powers of ∞ and NaN from 1 on", () => {
    const powers = linalg.vander(tensor([infinity, 0, nan]), 3).arraySync();
    expect(powers).toEqual([
      [1, infinity, infinity],
      [1, 0, 0],
      [1, nan, nan],
    ]);
  });

  it("asks which triangle is read", () => {
    expect(() => linalg.solveTriangular(eye(2), eye(2), undefined as never)).toThrow(
      "solveTriangular: got no options",
    );
  });

  it.each(
    Object.entries({
      ...linalg,
      cond: (a: Tensor) => linalg.cond(a),
      largest: (a: Tensor) => linalg.matrixNorm(a, 2),
    }).filter(([name]) => /^(svdvals|matrixRank|pinv|cond|largest|eigh)$/.test(name)),
  )("refuses what is not finite: %s", (_name, f) => {
    for (const odd of [nan, infinity]) {
      expect(() =>
        (f as (a: Tensor) => unknown)(
          tensor([
            [odd, 1],
            [1, 1],
          ]),
        ),
      ).toThrow(ArgumentError);
    }
  });
});
