import { ShapeError, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { Bilinear, bceLoss, bceWithLogits } from "../index.js";

const input = zeros([2, 3]);
const one = { reduction: "none" } as const;

describe("weights of binary losses", () => {
  it.each([[3], [2, 1], [], [2, 3]])("broadcast to the input: [%s, %s]", (...shape) => {
    const weight = zeros(shape.filter((size) => size !== undefined));
    expect(bceLoss(input, input, { weight, ...one }).shape).toEqual([2, 3]);
    expect(bceWithLogits(input, input, { weight, posWeight: weight, ...one }).shape).toEqual([2, 3]);
  });

  it.each([[[4, 2, 3]], [[1, 2, 3]], [[2]]])("are refused where the losses would grow: %s", (shape) => {
    const weight = zeros(shape);
    const said = `weight of shape [${shape.join(", ")}]; expected one that broadcasts to [2, 3]`;
    expect(() => bceLoss(input, input, { weight })).toThrow(said);
    expect(() => bceWithLogits(input, input, { weight })).toThrow(said);
    expect(() => bceWithLogits(input, input, { posWeight: weight })).toThrow(said.replace("w", "posW"));
    const column = zeros([2, 1]);
    expect(() => bceLoss(column, column, { weight: zeros([2]) })).toThrow(ShapeError);
  });
});

it("Bilinear takes two inputs of one batch", () => {
  const layer = new Bilinear(3, 4, 5);
  for (const other of [[1, 4], [4], [3, 4]])
    expect(() => layer(input, zeros(other))).toThrow("[..., in1], [..., in2] of the same axes before");
});
