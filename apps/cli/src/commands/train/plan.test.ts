import { expect, it } from "vitest";
import { checkPlan } from "./plan.js";

it("a seed that strokes cannot be drawn by is refused as an option", () => {
  const given = { dataset: "strokes", seed: -1 };
  expect(() => checkPlan({ recipe: "digits", given })).toThrow(
    "--seed -1: strokes are drawn by seeds from 0 up.",
  );
  const last = { dataset: "strokes", seed: Number.MAX_SAFE_INTEGER };
  expect(() => checkPlan({ recipe: "digits", given: last })).toThrow("Try --seed 9007199254740990.");
  expect(() => checkPlan({ recipe: "digits", given: { seed: -1 } })).not.toThrow();
});
