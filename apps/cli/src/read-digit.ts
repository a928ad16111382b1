import { noGrad } from "@mnist/autograd";
import {
  decodePicture,
  type PrepareDigitOptions,
  type PreparedDigit,
  preparationFor,
  preparePicture,
} from "@mnist/data";
import { type CalibratedReading, DivergedError, readScores, type TrainedModel } from "@mnist/learner";
import { fromData } from "@mnist/tensor";
import { readBytes } from "./read-bytes.js";

/** The PNG or JPEG at a path, or on standard input for "-", made to look as the pictures that the model learned from. */
export async function prepareFile(
  path: string,
  { recipe, preparation }: Pick<TrainedModel, "recipe" | "preparation">,
  options: PrepareDigitOptions = {},
): Promise<PreparedDigit> {
  const picture = decodePicture(await (path === "-" ? standardInput() : readBytes(path)), path);
  return preparePicture(picture, preparationFor(recipe.classes, preparation), options);
}

async function standardInput(): Promise<Uint8Array> {
  const { buffer } = await import("node:stream/consumers");
  return buffer(process.stdin);
}

/** What a model takes a prepared picture for. @throws where it answers no numbers, with the name of its file */
export async function readDigit(
  trained: TrainedModel,
  pixels: Uint8Array,
  file: string,
): Promise<CalibratedReading> {
  const scale = trained.settings.rawPixels ? 1 : 255;
  const input = fromData(
    Float32Array.from(pixels, (level) => level / scale),
    [1, pixels.length],
  );
  const prediction = noGrad(() => trained.model(input));
  const [reading] = await readScores(trained, prediction).catch((error: unknown) => {
    throw error instanceof DivergedError ? diverged(file) : error;
  });
  return reading!;
}

/** What is said of a model that answers NaN. */
export function diverged(file: string): Error {
  return new Error(
    `${file}: the model's answers are no numbers: its training diverged. Train anew with a smaller --lr.`,
  );
}
