import { type DigitSplits, strokes } from "@mnist/data";
import { Adam, SGD } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  deserializeModel,
  findRecipe,
  fitRecipe,
  type Recipe,
  Recorder,
  readAll,
  recipeLearner,
  recipes,
  serializeModel,
} from "../index.js";

let data: DigitSplits;
beforeAll(() => {
  data = { train: strokes({ count: 1000, seed: 1 }), valid: strokes({ count: 300, seed: 2 }) };
});
beforeEach(() => void manualSeed(3));

describe("recipes", () => {
  it("digits-conv learns on one cycle by Adam", { timeout: 60_000 }, async () => {
    const recipe = recipes["digits-conv"];
    const learner = recipeLearner(recipe, data);
    const recorder = new Recorder();
    const history = await fitRecipe(recipe, learner, { epochs: 2, lr: 0.01 }, { callbacks: [recorder] });
    const { lrs } = recorder;
    expect(learner.optimizer).toBeInstanceOf(Adam);
    expect(Math.max(...lrs)).toBeCloseTo(0.01, 3);
    expect([lrs[0]! < 0.001, lrs.at(-1)! < 0.001]).toEqual([true, true]);
    expect(history.at(-1)!.metrics.accuracy).toBeGreaterThan(0.4);
  });

  it("digits learns at one rate by plain descent", async () => {
    const learner = recipeLearner(recipes.digits, data);
    const recorder = new Recorder();
    await fitRecipe(recipes.digits, learner, { epochs: 1, lr: 0.2 }, { callbacks: [recorder] });
    expect(learner.optimizer).toBeInstanceOf(SGD);
    expect(new Set(recorder.lrs)).toEqual(new Set([0.2]));
  });

  it("say which there are", () => {
    expect(() => findRecipe("letters")).toThrow(
      'recipe: got "letters"; expected one of threes-sevens, digits-scalar, digits, digits-conv.',
    );
  });
});

describe("dropout and augmenting", () => {
  it("is in every recipe with a hidden layer", () => {
    for (const { name, defaults, model } of Object.values(recipes)) {
      if (defaults.hidden === 0) continue;
      const made = model({ ...defaults, hidden: 7, dropout: 0.3 });
      expect(`${made}`, name).toMatch(/out_features=7[\s\S]*Dropout\(p=0.3/);
    }
  });

  it("is in each of several hidden layers", () => {
    const { defaults, model } = recipes.digits;
    const made = model({ ...defaults, hidden: 7, deeper: [5, 3], dropout: 0.3 });
    expect(`${made}`).toMatch(
      /out_features=7[\s\S]*Dropout[\s\S]*in_features=7, out_features=5[\s\S]*Dropout/,
    );
    expect(`${made}`).toMatch(
      /in_features=5, out_features=3[\s\S]*Dropout[\s\S]*in_features=3, out_features=10/,
    );
  });

  const settings = { ...recipes.digits.defaults, hidden: 20, dropout: 0.3, augment: true };

  it("change what is learned, and the run says so", async () => {
    const weights = async (changes: object) => {
      manualSeed(4);
      const learner = recipeLearner(recipes.digits, data, { ...settings, ...changes });
      await fitRecipe(recipes.digits, learner, { epochs: 1, lr: 0.2 });
      return { sum: learner.model.parameters()[0]!.abs().sum().itemSync(), run: await learner.fingerprint() };
    };
    const [both, again, plain] = [
      await weights({}),
      await weights({}),
      await weights({ dropout: 0, augment: false }),
    ];
    expect(both.sum).toBe(again.sum);
    expect(both.sum).not.toBe(plain.sum);
    expect(both.run).toMatchObject({ dropout: 0.3, augment: true });
    expect(Object.keys(plain.run)).not.toContain("dropout");
  });

  it("of the hidden layer are in the model's file", async () => {
    const model = recipes.digits.model(settings);
    const about = { dataset: "none", seed: 1, accuracy: null };
    const bytes = await serializeModel({ recipe: recipes.digits, settings, model, about });
    const loaded = deserializeModel(bytes);
    expect(loaded.settings).toEqual({ hidden: 20, rawPixels: false, dropout: 0.3 });
    expect(Object.keys(loaded.model.stateDict())).toEqual(["0.weight", "0.bias", "3.weight", "3.bias"]);
    const deep = { ...settings, deeper: [9, 5] };
    const several = { recipe: recipes.digits, settings: deep, model: recipes.digits.model(deep), about };
    const again = deserializeModel(await serializeModel(several));
    expect(again.settings).toEqual({ hidden: 20, deeper: [9, 5], rawPixels: false, dropout: 0.3 });
    expect(again.model.stateDict()["6.weight"]!.shape).toEqual([5, 9]);
  });
});

describe("readAll", () => {
  it("counts every picture once, in its digit's row", async () => {
    for (const recipe of Object.values(recipes)) {
      const { confusion, flatShare } = await readAll(recipe, recipeLearner(recipe, data));
      const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
      const expected = recipe.classes.map(
        (digit) => data.valid.labels.filter((label) => data.valid.classes[label] === digit).length,
      );
      expect(rows, recipe.name).toEqual(expected);
      expect(flatShare).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("digits-scalar", () => {
  it("explains itself by what it mixed up", () => {
    const confusion = Array.from({ length: 10 }, (_, truth) =>
      Array.from({ length: 10 }, (_, read) =>
        read === truth ? 10 * (truth === 4 ? 1 : 6) : Math.abs(read - truth) === 1 ? 20 : 0,
      ),
    );
    const words = recipes["digits-scalar"].explain!(confusion);
    expect(words).toContain("worst");
    expect(words).toMatch(/4 \(20 %\)\. 100 % of the mistakes are the number next door/);
    expect(words).toContain("the recipe digits");
  });
});

describe("a recipe of one's own", () => {
  it("trains, and its model comes back from its file", async () => {
    const letters: Recipe<"letters"> = { ...recipes.digits, name: "letters", of: () => letters };
    const learner = recipeLearner(letters, data);
    await fitRecipe(letters, learner, { epochs: 1, lr: 0.2 });
    const settings = { hidden: 100, rawPixels: false };
    const about = { dataset: "strokes", seed: 1, accuracy: null };
    const bytes = await serializeModel({ recipe: letters, settings, model: learner.model, about });
    expect(deserializeModel(bytes, "letters.safetensors", [letters]).recipe.name).toBe("letters");
    expect(() => deserializeModel(bytes)).toThrow("no recipe wrote");
  });
});
