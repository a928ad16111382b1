import { deserializeModel, recipes, serializeModel } from "@mnist/learner";
import { expect, it } from "vitest";
import { loadModel, saveModel } from "./model-bytes.js";
import { Session } from "./session.js";

it("opens a network of several hidden layers, and gives it back as mnist train wrote it", async () => {
  const recipe = recipes.digits;
  const settings = { ...recipe.defaults, hidden: 30, deeper: [20, 10] };
  const about = { dataset: "strokes (seed 7)", seed: 7, accuracy: 0.5 };
  const bytes = await serializeModel({ recipe, settings, model: recipe.model(settings), about });
  const session = new Session();
  const loaded = await loadModel(session, { slot: "bench", name: "deep.safetensors", bytes });
  expect(loaded.settings).toMatchObject({ hidden: 30, depth: 3, seed: 7 });
  const saved = deserializeModel(await saveModel(session, "bench"));
  expect(saved.settings).toEqual({ hidden: 30, deeper: [20, 10], rawPixels: false });
  const widths = Object.values(saved.model.stateDict()).map(({ shape }) => shape[0]);
  expect(widths).toEqual([30, 30, 20, 20, 10, 10, 10, 10]);
});
