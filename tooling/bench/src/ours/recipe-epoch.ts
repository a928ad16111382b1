import type { DigitSplits } from "@mnist/data";
import { DataLoaders, findRecipe, Learner, recipeLearner } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";

export interface EpochSettings {
  readonly images: number;
  /** The recipe's own unless said. */
  readonly hidden?: number;
  readonly compile?: boolean;
}

/** A recipe's training on the first pictures of the data, on the default device, without validation. */
export function recipeEpoch(name: string, data: DigitSplits, settings: EpochSettings) {
  const recipe = findRecipe(name);
  const { hidden = recipe.defaults.hidden, compile = true } = settings;
  const train = first(data.train, settings.images);
  manualSeed(1);
  const { loaders, model, lossFunction, lr } = recipeLearner(
    recipe,
    { ...data, train },
    { ...recipe.defaults, hidden },
  );
  const { optimizer } = recipe;
  const learner = new Learner(new DataLoaders(loaders.train), model, {
    lossFunction,
    lr,
    compile,
    ...(optimizer && { optimizer }),
  });
  const about = { images: loaders.train.dataset.length, batch: loaders.train.batchSize, hidden };
  return { epoch: () => learner.fit(1), about };
}

function first({ images, labels, ...rest }: DigitSplits["train"], count: number): DigitSplits["train"] {
  return { ...rest, images: images.subarray(0, count * 784), labels: labels.subarray(0, count) };
}
