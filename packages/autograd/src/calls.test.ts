import { describe, expect, it } from "vitest";
import stored from "./golden/calls.json" with { type: "json" };
import "./index.js";
import { type Call, complaint } from "./testing/calls.js";

/** Where PyTorch is not followed, and why: the functions, what is then said of the answer here, the reason. */
const apart: readonly (readonly [names: RegExp, said: RegExp, why: string])[] = [
  [/^logical/, /^accepted.*must be Tensor/, "numbers are taken for tensors everywhere"],
  [/^indexSelect$/, /a position at least/, "PyTorch answers a scalar that holds what was in memory"],
  [
    /^(cummax|diff)$/,
    /got dim -?\d+ for a tensor/,
    "a dim that there is not is refused for 0 steps and scalars too",
  ],
  [/^softmax$/, /got a tensor of dtype int32/, "whole numbers are refused without elements too"],
  [/^copysign$/, /has no gradient|second gradient/, "PyTorch's is 0 for whole numbers, and NaN at 0"],
  [
    /^(entr|erfinv|lgamma|logit|sinc|addcdiv)$/,
    /gradient/,
    "where there is no derivative, no second one is told",
  ],
  [/^lerp$/, /gradient/, "∞ less ∞"],
  [
    /^(var|varMean)$/,
    /Infinity|NaN/,
    "a variance of as few as the correction, and a mean of ∞, which PyTorch has from a running sum",
  ],
  [/^hardsigmoid$/, /gradient/, "on the knee, where PyTorch's vectors and its scalars differ"],
];

const calls = stored.calls as unknown as readonly Call[];
const names = [...new Set(calls.map(({ name }) => name))];
const used = new Set<string>();

function isApart(name: string, said: string): boolean {
  const found = apart.find(([names, what]) => names.test(name) && what.test(said));
  if (found !== undefined) used.add(found[2]);
  return found !== undefined;
}

describe(`random calls against PyTorch ${stored.torch}`, () => {
  it.each(names)("%s", (name) => {
    const wrong = calls
      .filter((call) => call.name === name)
      .map((call) => [call.shown, complaint(call)] as const)
      .filter(([, said]) => said !== null && !isApart(name, said));
    expect(wrong).toEqual([]);
  });

  it("names no difference that there is not", () => {
    expect([...used].sort()).toEqual(apart.map(([, , why]) => why).sort());
  });
});
