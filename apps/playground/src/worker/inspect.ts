import { noGrad } from "@mnist/autograd";
import type { DigitImages } from "@mnist/data";
import { breathe, LinearClassifier, type Reading, type TrainedModel } from "@mnist/learner";
import { Linear, Sequential } from "@mnist/nn";
import type { Check, Inside, Mistake, RunSettings } from "./protocol.js";
import { inputOf } from "./read-drawing.js";
import type { Session } from "./session.js";

const size = 784;
const batchSize = 512;
const mostMistakes = 16;
/** Parts of the scale 0..10 that outputs are counted in. */
const bins = 40;

/** The network's weights, and how it does on digits it has not learned from. */
export async function inspectModel(
  session: Session,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<Inside | null> {
  const { trained } = session;
  if (trained === null) return null;
  const images = trained.about.dataset === "none yet" ? null : await session.checks(settings, signal);
  const weights = firstWeights(trained);
  const parameters = trained.model.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  const check = images === null ? null : await checkModel(trained, images);
  return { recipe: trained.recipe.name, weights, units: weights.length / size, parameters, check };
}

function firstWeights({ model }: TrainedModel): Float32Array {
  const first = model instanceof Sequential ? model.at(0) : model;
  if (first instanceof Linear) return Float32Array.from(first.weight.detach().dataSync());
  if (first instanceof LinearClassifier) return Float32Array.from(first.weights.detach().dataSync());
  return new Float32Array();
}

async function checkModel(trained: TrainedModel, images: DigitImages): Promise<Check> {
  const { classes } = images;
  const confusion = classes.map(() => classes.map(() => 0));
  const spread =
    trained.recipe.name === "digits-scalar" ? classes.map(() => Array<number>(bins).fill(0)) : null;
  const mistakes: Mistake[] = [];
  const note = (index: number, { digit, confidence }: Reading): void => {
    const label = images.labels[index]!;
    confusion[label]![classes.indexOf(digit)]!++;
    if (classes[label] === digit) return;
    const pixels = images.images.slice(index * size, (index + 1) * size);
    mistakes.push({ pixels, truth: classes[label]!, read: digit, confidence });
  };
  for (let start = 0; start < images.labels.length; start += batchSize) {
    const pixels = images.images.subarray(start * size, (start + batchSize) * size);
    const output = noGrad(() => trained.model(inputOf(trained, pixels)));
    const readings = await trained.recipe.read(output);
    for (const [row, reading] of readings.entries()) note(start + row, reading);
    if (spread !== null) {
      output
        .sigmoid()
        .dataSync()
        .forEach((share, row) => {
          spread[images.labels[start + row]!]![Math.min(Math.floor(share * bins), bins - 1)]!++;
        });
    }
    await breathe();
  }
  mistakes.sort((a, b) => b.confidence - a.confidence);
  return {
    classes,
    count: images.labels.length,
    confusion,
    mistakes: mistakes.slice(0, mostMistakes),
    spread: spread?.map(shares) ?? null,
  };
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / Math.max(total, 1));
}
