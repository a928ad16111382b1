import { digitClasses } from "@mnist/data";
import { DataError, type Tensor, tensor } from "@mnist/tensor";
import { readClasses } from "../recipes/read-classes.js";
import type { Reading } from "../recipes/recipe.js";
import type { TrainedModel } from "../trained-model.js";
import { evidenceOf } from "./evidence.js";
import { asStated, type ConfidenceMap } from "./fit-confidence.js";
import { winners } from "./winners.js";

/** An answer with what is to be said against it. */
export interface CalibratedReading extends Reading {
  /** A sentence where the picture is unlike those that the network learned from; null where it isn't. */
  readonly doubt: string | null;
}

/** Scores that are no numbers, and so are no answer: those of a model whose training has diverged. */
export class DivergedError extends DataError {
  static override readonly name: string = "DivergedError";
}

/**
 * Reads a trained model's predictions [batch, …]: how sure it is as calibrated, by softmax(scores / temperature) and
 * the winner's share restated, and whether it knows the like of the picture. Without a calibration the softmax's shares are
 * stated, and nothing is doubted.
 *
 * @throws DivergedError where a share comes out as no number, as of NaN or infinite weights
 */
export async function readScores(
  trained: Pick<TrainedModel<string>, "recipe" | "calibration">,
  prediction: Tensor,
): Promise<CalibratedReading[]> {
  const readings = await readingsOf(trained, prediction);
  if (
    readings.every(({ probabilities }) =>
      probabilities.every(({ probability }) => Number.isFinite(probability)),
    )
  )
    return readings;
  throw new DivergedError({
    operation: "readScores",
    got: "scores that are no numbers",
    expected: "those of a model that has learned something",
    hint: "Its training diverged: train anew with a smaller learning rate.",
  });
}

async function readingsOf(
  { recipe, calibration }: Pick<TrainedModel<string>, "recipe" | "calibration">,
  prediction: Tensor,
): Promise<CalibratedReading[]> {
  if (calibration === undefined || recipe.logits === undefined)
    return (await recipe.read(prediction)).map((reading) => ({ ...reading, doubt: null }));
  const { classes } = recipe;
  const { temperature, confidence = asStated, leastEvidence } = calibration;
  const scores = Float32Array.from(await recipe.logits(prediction).data());
  const stated = restated(
    scores.map((score) => score / temperature),
    classes.length,
    confidence,
  );
  const readings = await readClasses(tensor(stated).reshape([-1, classes.length]), classes);
  const evidence = evidenceOf(scores, classes.length);
  const doubt = doubtFor(classes);
  return readings.map((reading, row) => ({
    ...reading,
    doubt: evidence[row]! < leastEvidence ? doubt : null,
  }));
}

/**
 * Scores whose softmax gives each winner the share that is to be stated, and leaves the others' shares as they are to one
 * another: what is added to a score multiplies its odds. A winner never loses more than half its lead.
 */
function restated(scores: Float32Array, classes: number, { slope, offset }: ConfidenceMap): Float32Array {
  for (const [row, { label, logOdds, lead }] of winners(scores, classes).entries())
    scores[row * classes + label]! += Math.max((slope - 1) * logOdds + offset, -lead / 2);
  return scores;
}

function doubtFor(classes: readonly string[]): string {
  const isDigits = classes.every((name) => digitClasses.includes(name));
  return isDigits
    ? "this may be no digit: it is unlike those that the network learned from"
    : "this may be of no class: it is unlike the pictures that the network learned from";
}
