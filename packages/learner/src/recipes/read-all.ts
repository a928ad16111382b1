import type { DataLoader, LabelledBatch } from "@mnist/data";
import type { Learner } from "../learner.js";
import { inOrder } from "../predict/get-preds.js";
import type { Recipe } from "./recipe.js";

/** What a recipe's model made of a set of pictures. */
export interface ReadAll {
  /** How often each digit (row) was read as each (column), in the order of the recipe's classes. */
  readonly confusion: readonly (readonly number[])[];
  /** Share of scores, 0..1, beyond ±6: there the sigmoid's slope is below 1/400 and hardly anything is learned. */
  readonly flatShare: number;
}

const flatFrom = 6;

/** Has a model read a whole loader, the validation one unless said. */
export async function readAll(
  recipe: Recipe<string>,
  learner: Learner,
  loader: DataLoader<LabelledBatch> | null = learner.loaders.valid,
): Promise<ReadAll> {
  const { classes } = recipe;
  const confusion = classes.map(() => classes.map(() => 0));
  let [flat, scores] = [0, 0];
  if (loader === null) return { confusion, flatShare: 0 };
  for await (const [input, target] of inOrder(loader.dataset, loader.batchSize)) {
    const prediction = learner.predict(input);
    const readings = await recipe.read(prediction);
    const labels = await target.data();
    readings.forEach(({ digit }, i) => {
      const row = confusion[labels[i]!]!;
      row[classes.indexOf(digit)]!++;
    });
    for (const score of await prediction.data()) if (Math.abs(score) > flatFrom) flat++;
    scores += prediction.numel();
  }
  return { confusion, flatShare: scores === 0 ? 0 : flat / scores };
}
