import type { RecipeName } from "@mnist/learner";
import type { Design, RunSettings, Slot } from "../worker/run-settings.js";

export const tenDigits: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const plain: Design = {
  depth: 1,
  activation: "relu",
  optimizer: "sgd",
  schedule: "flat",
  weightDecay: 0,
  dropout: 0,
  augment: false,
};

type Own = Pick<RunSettings, "epochs" | "lr" | "batchSize" | "hidden"> & Partial<Design>;

/** The recipes' own settings, but where drawn digits need a longer or faster run. */
const own: Readonly<Record<RecipeName, Own>> = {
  "threes-sevens": { epochs: 30, lr: 1, batchSize: 256, hidden: 0 },
  "digits-scalar": { epochs: 20, lr: 0.1, batchSize: 256, hidden: 30 },
  digits: { epochs: 20, lr: 0.5, batchSize: 128, hidden: 100 },
  "digits-conv": {
    epochs: 2,
    lr: 0.01,
    batchSize: 128,
    hidden: 0,
    optimizer: "adam",
    schedule: "one-cycle",
  },
};

export const recipeChoices = Object.keys(own) as readonly RecipeName[];

export const recipeTitles: Readonly<Record<RecipeName, string>> = {
  "threes-sevens": "3 or 7, one layer",
  "digits-scalar": "ten digits, one output",
  digits: "ten digits, ten outputs",
  "digits-conv": "ten digits, convolutions",
};

export function isRecipe(name: string): name is RecipeName {
  return Object.hasOwn(own, name);
}

export function defaultSettings(recipe: RecipeName): RunSettings {
  return {
    ...plain,
    rawPixels: false,
    seed: 42,
    pictures: 12_000,
    data: "strokes",
    ...own[recipe],
    recipe,
  };
}

export function recipeOfSlot(slot: Slot): RecipeName {
  return slot === "bench" ? "digits" : slot;
}
