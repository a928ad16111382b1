import {
  DataLoader,
  type DigitImages,
  type DigitSplits,
  ImageDataset,
  onlyClasses,
  randomAffine,
  sortByClass,
  TransformedDataset,
} from "@mnist/data";
import type { Module } from "@mnist/nn";
import { defaultGenerator } from "@mnist/tensor";
import { DataLoaders } from "../data-loaders.js";
import type { EpochRecord } from "../epoch-record.js";
import type { FitOptions } from "../fit-options.js";
import { Learner } from "../learner.js";
import type { Fingerprint } from "../state/fingerprint.js";
import type { Recipe, TrainingSettings } from "./recipe.js";

/** What becomes of a picture where augmenting is asked for. */
const moved = randomAffine({ degrees: 12, translate: [0.08, 0.08], scale: [0.9, 1.1] });

/**
 * A learner for a recipe, on the data's pictures of the recipe's classes, class by class. The model's weights are drawn
 * first, then each pass draws its shuffle, the validation's too, in the order of the notes.
 */
export function recipeLearner(
  recipe: Recipe<string>,
  data: DigitSplits,
  settings: TrainingSettings = recipe.defaults,
  model: Module = recipe.model(settings),
): Learner {
  const { rawPixels, batchSize, augment = false } = settings;
  const dataset = (images: DigitImages) =>
    new ImageDataset(sortByClass(onlyClasses(images, recipe.classes)), { ...recipe.imageOptions, rawPixels });
  const training = augment ? new TransformedDataset(dataset(data.train), [moved]) : dataset(data.train);
  const train = new DataLoader(training, { batchSize, shuffle: true });
  const valid = new DataLoader(dataset(data.valid), { batchSize, shuffle: true });
  return new Learner(new DataLoaders(train, valid), model, {
    lossFunction: recipe.lossFunction,
    metrics: recipe.metrics(),
    lr: settings.lr,
    run: runOf(recipe, settings),
    ...(recipe.optimizer && { optimizer: recipe.optimizer }),
    ...recipe.decoding,
  });
}

/** What a recipe's run is begun with, beside what the learner knows itself. */
function runOf(
  { name, classes }: Recipe<string>,
  { batchSize, hidden, deeper = [], rawPixels, dropout = 0, augment = false }: TrainingSettings,
): Fingerprint {
  const seed = String(defaultGenerator.initialSeed());
  const changes = { ...(dropout > 0 && { dropout }), ...(augment && { augment }) };
  const widths = deeper.length > 0 ? [hidden, ...deeper] : hidden;
  return { recipe: name, classes, batchSize, hidden: widths, rawPixels, seed, ...changes };
}

/** How the learning rate goes over a run: as recipes have it, or stays and falls at the end. */
export type RunSchedule = Recipe["schedule"] | "flat-cos";

/** Trains a recipe's learner by its settings, on the recipe's schedule. */
export function fitRecipe(
  recipe: Pick<Recipe<string>, "defaults"> & { readonly schedule: RunSchedule },
  learner: Learner,
  { epochs, lr }: Pick<TrainingSettings, "epochs" | "lr"> = recipe.defaults,
  options: FitOptions = {},
): Promise<EpochRecord[]> {
  if (recipe.schedule === "one-cycle") return learner.fitOneCycle(epochs, lr, options);
  if (recipe.schedule === "flat-cos") return learner.fitFlatCos(epochs, lr, options);
  return learner.fit(epochs, lr, options);
}
