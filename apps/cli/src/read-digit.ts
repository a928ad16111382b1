import { readFile } from "node:fs/promises";
import { noGrad } from "@mnist/autograd";
import { decodePng, type PrepareDigitOptions, type PreparedDigit, prepareDigit } from "@mnist/data";
import type { Reading, TrainedModel } from "@mnist/learner";
import { fromData } from "@mnist/tensor";

/** The PNG at a path, made to look as MNIST's pictures do. */
export async function prepareFile(path: string, options: PrepareDigitOptions = {}): Promise<PreparedDigit> {
  return prepareDigit(decodePng(await readFile(path), path), options);
}

/** What a model takes a prepared picture for. */
export async function readDigit(
  { recipe, settings, model }: TrainedModel,
  pixels: Uint8Array,
): Promise<Reading> {
  const scale = settings.rawPixels ? 1 : 255;
  const input = fromData(
    Float32Array.from(pixels, (level) => level / scale),
    [1, pixels.length],
  );
  const [reading] = await recipe.read(noGrad(() => model(input)));
  return reading!;
}
