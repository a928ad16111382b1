import { digitClasses, strokes } from "@mnist/data";
import { describe, expect, it } from "vitest";
import { DifferentModelError, recipeFor, recipeLearner, recipes, serializeModel } from "../index.js";
import { weightsOf } from "../testing/small-learner.js";

describe("a recipe's fit that starts from a saved model", () => {
  const data = {
    train: strokes({ count: 60, seed: 1 }),
    valid: strokes({ count: 20, seed: 2 }),
  };
  const learnerOf = (
    changes: { readonly hidden?: number; readonly rawPixels?: boolean },
    classes: readonly string[] = digitClasses,
    name: "digits" | "digits-scalar" = "digits",
  ) => {
    const recipe = recipeFor(recipes[name], data, classes);
    const settings = { ...recipe.defaults, hidden: 4, ...changes };
    return { recipe, settings, learner: recipeLearner(recipe, data, settings) };
  };
  const [low, high] = [digitClasses.slice(0, 5), digitClasses.slice(5)];

  it.each<[string, Parameters<typeof learnerOf>, Parameters<typeof learnerOf>, object]>([
    ["classes", [{}, low], [{}, high], { name: "classes", saved: low, asked: high }],
    ["order of classes", [{}, ["1", "0"]], [{}, ["0", "1"]], { name: "classes" }],
    ["pixels", [{ rawPixels: true }], [{}], { name: "rawPixels", saved: true, asked: false }],
    ["width", [{ hidden: 5 }], [{}], { name: "hidden", saved: 5, asked: 4 }],
    ["recipe", [{}, digitClasses, "digits-scalar"], [{}], { name: "recipe", saved: "digits-scalar" }],
  ])(
    "refuses one of another %s, in a model's file and in a training state",
    async (_, saved, asked, words) => {
      const first = learnerOf(...saved);
      const about = { dataset: "strokes", seed: 1, accuracy: null };
      const files = [await serializeModel({ ...first, model: first.learner.model, about })];
      await first.learner.fit(1, 0.1, {
        callbacks: [
          { name: "Save", order: 1000, afterEpoch: async () => void files.push(await first.learner.save()) },
        ],
      });
      for (const init of files) {
        const { learner } = learnerOf(...asked);
        const before = weightsOf(learner.model);
        const error = await learner.fit(1, 0.1, { init }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(DifferentModelError);
        expect(error).toMatchObject({ differences: [words] });
        expect(weightsOf(learner.model)).toEqual(before);
        await expect(learnerOf(...saved).learner.fit(1, 0.1, { init })).resolves.toHaveLength(1);
      }
    },
  );

  it("refuses what is no file of weights by its name", async () => {
    const init = { name: "config.json", bytes: new TextEncoder().encode('{"recipe": "digits"}') };
    await expect(learnerOf({}).learner.fit(1, 0.1, { init })).rejects.toThrow(
      "config.json: got JSON text; expected a safetensors file",
    );
  });
});
