import { recipes } from "@mnist/learner";
import { expect, it } from "vitest";
import { withRate } from "./optimizer.js";
import type { Given } from "./plan.js";
import { otherRates, ratesFor } from "./rates.js";

it("advises the recipe's rate with its own optimiser, and another's usual one", () => {
  const { defaults } = recipes.digits;
  expect(ratesFor(undefined, "sgd", defaults)).toEqual({ defaults });
  expect(ratesFor("adamw", "sgd", defaults)).toEqual({
    defaults: { ...defaults, lr: 0.001 },
    highestRate: 0.01,
  });
  const conv = recipes["digits-conv"].defaults;
  expect(ratesFor("adam", "adam", conv)).toEqual({ defaults: conv, highestRate: 0.01 });
  expect(ratesFor("sgd", "adam", conv)).toEqual({ defaults: { ...conv, lr: 0.1 } });
});

it.each<[string, Given, number | undefined]>([
  ["digits", { optimizer: "adam" }, 0.001],
  ["digits", { optimizer: "adamw" }, 0.001],
  ["digits", { optimizer: "rmsprop" }, 0.01],
  ["digits", { optimizer: "adagrad" }, 0.01],
  ["digits", { optimizer: "lion" }, 0.0001],
  ["digits-conv", { optimizer: "sgd" }, 0.1],
  ["digits", { optimizer: "adam", lr: 0.003 }, 0.003],
  ["digits", { optimizer: "sgd" }, undefined],
  ["digits-conv", { optimizer: "adam" }, undefined],
  ["digits", { weightDecay: 0.01 }, undefined],
  ["curve", {}, undefined],
])("a run of %s with %o names the rate %s", (recipe, given, lr) => {
  expect(withRate({ recipe, given }).given.lr).toBe(lr);
});

it("tells of the rates that a recipe's help lists", () => {
  expect(otherRates(recipes["digits-conv"])).toEqual([
    ["sgd", 0.1],
    ["adamw", 0.001],
    ["rmsprop", 0.01],
    ["adagrad", 0.01],
    ["lion", 0.0001],
  ]);
});
