import type { DataLoader, LabelledBatch } from "@mnist/data";
import type { Learner } from "../learner.js";
import { inOrder } from "../predict/get-preds.js";
import type { Recipe } from "../recipes/recipe.js";
import { evidenceOf } from "./evidence.js";
import { type ConfidenceMap, fitConfidence } from "./fit-confidence.js";
import { fitTemperature, type Scored } from "./fit-temperature.js";
import { winners } from "./winners.js";

/** What a network's answers are worth, as pictures show that it did not learn from. */
export interface Calibration {
  /** What scores are divided by before the softmax, above 0: of answers 80 % sure about 80 % are right. */
  readonly temperature: number;
  /** How the winner's share is to be stated after that; as it is in files from before. */
  readonly confidence?: ConfidenceMap;
  /** Pictures with less evidence are doubted to be of any class. */
  readonly leastEvidence: number;
}

/** This share of the pictures is doubted: somewhat less than one in a hundred, as other sets have a few more. */
const doubted = 0.008;

/**
 * Fits the temperature, how the winner's share is stated and what is doubted on pictures that the network did not learn
 * from, the validation ones unless said; null where a recipe's predictions are no scores of classes, or there are no
 * pictures.
 * @example
 * const calibration = await calibrate(recipe, learner);
 * await serializeModel({ recipe, settings, model: learner.model, about, ...(calibration && { calibration }) });
 */
export async function calibrate(
  recipe: Recipe<string>,
  learner: Learner,
  loader: DataLoader<LabelledBatch> | null = learner.loaders.valid,
): Promise<Calibration | null> {
  if (recipe.logits === undefined || loader === null || loader.dataset.length === 0) return null;
  const scored = await scoresOf({ logits: recipe.logits, classes: recipe.classes }, learner, loader);
  const evidence = evidenceOf(scored.logits, scored.classes).sort();
  const temperature = fitTemperature(scored);
  const leastEvidence = evidence[Math.floor(doubted * evidence.length)]!;
  if (!Number.isFinite(temperature) || !Number.isFinite(leastEvidence)) return null;
  const won = winners(
    scored.logits.map((score) => score / temperature),
    scored.classes,
  );
  const confidence = fitConfidence(
    Float64Array.from(won, ({ logOdds }) => logOdds),
    won.map(({ label }, row) => label === scored.labels[row]),
  );
  return { temperature, confidence, leastEvidence };
}

async function scoresOf(
  { logits, classes }: Required<Pick<Recipe<string>, "logits" | "classes">>,
  learner: Learner,
  { dataset, batchSize }: DataLoader<LabelledBatch>,
): Promise<Scored> {
  const scored = {
    logits: new Float32Array(dataset.length * classes.length),
    labels: new Int32Array(dataset.length),
    classes: classes.length,
  };
  let start = 0;
  for await (const [input, target] of inOrder(dataset, batchSize)) {
    scored.logits.set(await logits(learner.predict(input)).data(), start * classes.length);
    scored.labels.set(await target.data(), start);
    start += target.shape[0]!;
  }
  return scored;
}
