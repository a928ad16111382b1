import { digitClasses } from "@mnist/data";
import type { Tensor } from "@mnist/tensor";
import type { Reading } from "../recipes/recipe.js";
import type { TrainedModel } from "../trained-model.js";
import { evidenceOf } from "./evidence.js";

/** An answer with what is to be said against it. */
export interface CalibratedReading extends Reading {
  /** A sentence where the picture is unlike those that the network learned from; null where it isn't. */
  readonly doubt: string | null;
}

/**
 * Reads a trained model's predictions [batch, …]: how sure it is as calibrated, softmax(scores / temperature), and whether
 * it knows the like of the picture. Without a calibration the temperature is 1, and nothing is doubted.
 */
export async function readScores(
  { recipe, calibration }: Pick<TrainedModel<string>, "recipe" | "calibration">,
  prediction: Tensor,
): Promise<CalibratedReading[]> {
  if (calibration === undefined || recipe.logits === undefined)
    return (await recipe.read(prediction)).map((reading) => ({ ...reading, doubt: null }));
  const { temperature, leastEvidence } = calibration;
  const readings = await recipe.read(prediction.div(temperature));
  const evidence = evidenceOf(
    Float32Array.from(await recipe.logits(prediction).data()),
    recipe.classes.length,
  );
  const doubt = doubtFor(recipe.classes);
  return readings.map((reading, row) => ({
    ...reading,
    doubt: evidence[row]! < leastEvidence ? doubt : null,
  }));
}

function doubtFor(classes: readonly string[]): string {
  const isDigits = classes.every((name) => digitClasses.includes(name));
  return isDigits
    ? "this may be no digit: it is unlike those that the network learned from"
    : "this may be of no class: it is unlike the pictures that the network learned from";
}
