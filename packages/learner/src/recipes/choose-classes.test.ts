import { type DigitImages, type DigitSplits, onlyClasses, strokes } from "@mnist/data";
import { manualSeed, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  deserializeModel,
  fitRecipe,
  readAll,
  recipeFor,
  recipeLearner,
  recipes,
  serializeModel,
} from "../index.js";

/** Drawn digits under other names. */
function renamed(names: readonly string[], count: number, seed: number): DigitImages {
  const drawn = strokes({ count, seed });
  const chosen = onlyClasses(drawn, drawn.classes.slice(0, names.length));
  return { ...chosen, classes: names, source: "animals" };
}

function animals(names: readonly string[]): DigitSplits {
  return { train: renamed(names, 1200, 1), valid: renamed(names, 300, 2) };
}

const three = animals(["cat", "dog", "emu"]);

describe("recipeFor", () => {
  it("takes the classes from the data, for as many outputs as there are", () => {
    const settings = { ...recipes.digits.defaults, hidden: 4 };
    for (const name of ["digits", "digits-conv"] as const) {
      const recipe = recipeFor(recipes[name], three);
      expect(recipe.classes).toEqual(["cat", "dog", "emu"]);
      expect(recipe.model(settings).parameters().at(-1)!.shape).toEqual([3]);
    }
    const letters = [..."abcdefghijklmnopqrstuvwxyz"];
    expect(recipes.digits.of(letters).model(settings).parameters().at(-1)!.shape).toEqual([26]);
    expect(recipeFor(recipes.digits, three, ["emu", "cat"]).classes).toEqual(["emu", "cat"]);
  });

  it("takes the two of a recipe for two where they are there, else the two there are", () => {
    const pair = recipes["threes-sevens"];
    expect(recipeFor(pair, animals(["0", "3", "7"])).classes).toEqual(["3", "7"]);
    expect(recipeFor(pair, animals(["cat", "dog"])).classes).toEqual(["cat", "dog"]);
    expect(recipeFor(pair, three, ["dog", "emu"]).classes).toEqual(["dog", "emu"]);
    expect(() => recipeFor(pair, three)).toThrow(
      "threes-sevens: got the classes cat, dog, emu; expected two of them. Name the two to tell apart (classes).",
    );
  });

  it("refuses what cannot be learned before training", () => {
    expect(() => recipeFor(recipes.digits, three, ["cat", "cow"])).toThrow(
      'digits: got the class "cow"; expected some of cat, dog, emu.',
    );
    expect(() => recipeFor(recipes.digits, animals(["cat"]))).toThrow(
      "digits: got the classes cat; expected two classes or more, each once.",
    );
    const empty = { ...three, train: { ...three.train, classes: ["cat", "dog", "emu", "fox"] } };
    expect(() => recipeFor(recipes.digits, empty)).toThrow(
      'digits: got no picture of "fox" to learn from in animals; expected at least one of each class.',
    );
    const unchecked = { ...three, valid: onlyClasses(three.valid, ["cat"]) };
    expect(() => recipeFor(recipes.digits, unchecked, ["dog", "emu"])).toThrow(
      "digits: got no picture to check with in animals; expected at least one.",
    );
  });

  it.each(Object.values(recipes))(
    "$name answers in the classes' names, which its file keeps",
    async (job) => {
      manualSeed(1);
      const recipe = recipeFor(job, three, job.isPair ? ["cat", "emu"] : undefined);
      const settings = { ...job.defaults, epochs: 2, hidden: Math.min(job.defaults.hidden, 20) };
      const learner = recipeLearner(recipe, three, settings);
      await fitRecipe(recipe, learner, settings);
      const { confusion } = await readAll(recipe, learner);
      expect(confusion.map((row) => row.length)).toEqual(recipe.classes.map(() => recipe.classes.length));
      const about = { dataset: "animals", seed: 1, accuracy: 1 };
      const bytes = await serializeModel({ recipe, settings, model: learner.model, about });
      const loaded = deserializeModel(bytes);
      expect(loaded.recipe.classes).toEqual(recipe.classes);
      const [reading] = await loaded.recipe.read(loaded.model(zeros([1, 784])));
      expect(recipe.classes).toContain(reading!.digit);
      expect(reading!.probabilities.map(({ digit }) => digit)).toEqual(recipe.classes);
    },
  );
});

describe("digits-scalar", () => {
  it("counts as right what is read right, and apart from it what is within one", async () => {
    manualSeed(2);
    const recipe = recipes["digits-scalar"];
    const data = { train: strokes({ count: 600, seed: 1 }), valid: strokes({ count: 200, seed: 2 }) };
    const learner = recipeLearner(recipe, data);
    const [record] = await fitRecipe(recipe, learner, { epochs: 1, lr: 0.1 });
    const { confusion } = await readAll(recipe, learner);
    const right = confusion.reduce((sum, row, truth) => sum + row[truth]!, 0) / 200;
    expect(record!.metrics.accuracy).toBeCloseTo(right, 5);
    expect(record!.metrics.withinOne).toBeGreaterThanOrEqual(right);
  });
});
