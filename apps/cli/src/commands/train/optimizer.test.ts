import { recipes } from "@mnist/learner";
import { expect, it } from "vitest";
import { ratesFor } from "./optimizer.js";

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
