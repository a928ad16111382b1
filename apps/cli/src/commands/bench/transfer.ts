import type { DigitImages } from "@mnist/data";
import {
  type Callback,
  fitRecipe,
  type Recipe,
  recipeLearner,
  recipes,
  type TrainingSettings,
} from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";

/** A recipe, and what is changed of it to learn from strokes. */
export interface TransferJob {
  readonly recipe: Recipe;
  readonly changes: Partial<TrainingSettings>;
}

export const transferJobs: readonly TransferJob[] = [
  { recipe: recipes.digits, changes: { lr: 0.5 } },
  { recipe: recipes["digits-conv"], changes: {} },
];

export interface TransferResult {
  readonly recipe: string;
  readonly epochs: number;
  /** The share of the real pictures that is read right after the last epoch. */
  readonly accuracy: number;
  /** Spent on the training alone. */
  readonly trainSeconds: number;
}

/** Trains a recipe on strokes alone and reads real pictures with it, which it never learns from. */
export async function runTransfer(
  { recipe, changes }: TransferJob,
  drawn: DigitImages,
  real: DigitImages,
  { seed, callbacks = [] }: { readonly seed: number; readonly callbacks?: readonly Callback[] },
): Promise<TransferResult> {
  const settings = { ...recipe.defaults, ...changes };
  manualSeed(seed);
  const learner = recipeLearner(recipe, { train: drawn, valid: real }, settings);
  const history = await fitRecipe(recipe, learner, settings, { callbacks });
  return {
    recipe: recipe.name,
    epochs: settings.epochs,
    accuracy: history.at(-1)?.metrics.accuracy ?? Number.NaN,
    trainSeconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
