import { arange, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { ctcLoss } from "../index.js";

const logs = arange(24).div(7).sin().reshape([4, 2, 3]).logSoftmax(2);
const targets = tensor([
  [1, 2],
  [1, 1],
]).int();
const { POSITIVE_INFINITY: infinity } = Number;

describe("ctcLoss", () => {
  // PyTorch's, but for [2, 2] in no steps, where it reads beyond its table.
  it.each<[number[], number[], number[]]>([
    [
      [4, 4],
      [0, 1],
      [4.4652, 2.0506],
    ],
    [
      [4, 4],
      [0, 0],
      [4.4652, 4.321],
    ],
    [
      [1, 4],
      [0, 1],
      [1.2466, 2.0506],
    ],
    [
      [0, 4],
      [0, 1],
      [0, 2.0506],
    ],
    [
      [1, 4],
      [2, 2],
      [infinity, 2.7455],
    ],
    [
      [0, 4],
      [2, 2],
      [infinity, 2.7455],
    ],
  ])("of %j steps and targets of %j labels is %j", (steps, lengths, losses) => {
    const given = logs.clone().requiresGrad_();
    const found = ctcLoss(given, targets, steps, lengths, { reduction: "none" });
    expect(found.arraySync()).toEqual(losses.map((each) => (each < 9 ? expect.closeTo(each, 3) : each)));
    ctcLoss(given, targets, steps, lengths, { reduction: "sum", zeroInfinity: true }).backward();
    expect(given.grad!.isfinite().all().itemSync()).toBe(1);
  });

  it.each<[number[], number[], object, string]>([
    [[4, 4], [-1, 1], {}, "got lengths 4 and -1 of sample 0; expected whole numbers from 0, at most 4 and 2"],
    [[4, 4], [2, 1.5], {}, "got lengths 4 and 1.5 of sample 1"],
    [[-1, 4], [2, 1], {}, "got lengths -1 and 2 of sample 0"],
    [[Number.NaN, 4], [2, 1], {}, "got lengths NaN and 2 of sample 0"],
    [[4, 4], [2, 1], { blank: 3 }, "got blank 3; expected a class, 0 to 2"],
    [[4, 4], [2, 1], { blank: -1 }, "got blank -1"],
    [[4, 4], [2, 1], { blank: 0.5 }, "got blank 0.5"],
  ])("refuses steps %j, lengths %j, %j", (steps, lengths, options, words) => {
    expect(() => ctcLoss(logs, targets, steps, lengths, options)).toThrow(words);
  });

  it("refuses labels that are no class", () => {
    for (const label of [3, -1, 0.5, Number.NaN]) {
      const wrong = tensor([
        [label, 1],
        [1, 1],
      ]);
      expect(() => ctcLoss(logs, wrong, [4, 4], [2, 2])).toThrow(`got the label ${label}`);
    }
  });
});
