import { noGrad } from "@mnist/autograd";
import { type DigitSplits, loadMnist, prepareDigit, selectImages } from "@mnist/data";
import { cat, Generator, manualSeed, randperm } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { fitRecipe, recipeLearner } from "../recipes/recipe-learner.js";
import { recipes } from "../recipes/recipes.js";
import { confidenceBins } from "../testing/confidence-bins.js";
import { drawnLetters, scribble } from "../testing/drawn-letters.js";
import { drawForms, drawPicture, pictureKinds, randomFrom } from "../testing/drawn-pictures.js";
import { pictureInput } from "../testing/picture-input.js";
import type { TrainedModel } from "../trained-model.js";
import { calibrate } from "./calibrate.js";
import { readScores } from "./read-scores.js";

const isLong = Boolean(process.env.MNIST_LONG_TESTS && process.env.MNIST_HOME);
const pens = ["plain", "thin", "thick"] as const;

/** Pictures of no digit, and drawn digits, as prepareDigit hands them on. */
const drawings = {
  letters: () =>
    Object.values(drawnLetters).flatMap((form) =>
      Array.from({ length: 20 }, (_, seed) => drawForms([form], pens[seed % 3]!, 1000 + seed)),
    ),
  scribbles: () =>
    Array.from({ length: 200 }, (_, seed) => drawForms([scribble(seed)], pens[seed % 2]!, seed)),
  noise: () =>
    Array.from({ length: 100 }, (_, seed) => {
      const random = randomFrom(seed);
      const data = Uint8Array.from({ length: 100 * 100 }, () => 256 * random());
      return { width: 100, height: 100, channels: 1 as const, data };
    }),
  blank: () => [{ width: 100, height: 100, channels: 1 as const, data: new Uint8Array(100 * 100).fill(255) }],
  "drawn digits": () =>
    pictureKinds.flatMap((kind) =>
      Array.from({ length: 10 }, (_, digit) => drawPicture(digit, kind, 100 * digit + 1)),
    ),
};

async function read(trained: TrainedModel, images: Uint8Array) {
  const parts = Array.from({ length: Math.ceil(images.length / 784 / 500) }, (_, part) =>
    noGrad(() => trained.model(pictureInput(images.subarray(784 * 500 * part, 784 * 500 * (part + 1))))),
  );
  return readScores(trained, cat(parts));
}

/** The share that is doubted, by prepareDigit or by the network. */
async function doubtedShare(trained: TrainedModel, kind: keyof typeof drawings): Promise<number> {
  const prepared = drawings[kind]().map((picture) => prepareDigit(picture));
  const images = new Uint8Array(784 * prepared.length);
  for (const [place, { pixels }] of prepared.entries()) images.set(pixels, 784 * place);
  const readings = await read(trained, images);
  return (
    readings.filter(({ doubt }, i) => doubt !== null || prepared[i]!.warnings.length > 0).length /
    readings.length
  );
}

/** Five sixths to learn from, one to calibrate on, drawn by chance: MNIST has two kinds of writers by turns. */
async function heldBack(): Promise<{ data: DigitSplits; test: DigitSplits["valid"] }> {
  const { train, valid: test } = await loadMnist();
  const order = Uint32Array.from(await randperm(60_000, { generator: new Generator(7) }).data());
  const [valid, rest] = [order.subarray(0, 10_000), order.subarray(10_000)];
  return { data: { train: selectImages(train, rest), valid: selectImages(train, valid) }, test };
}

/** Train on MNIST for minutes, so that they run with MNIST_LONG_TESTS and MNIST_HOME alone. */
describe.runIf(isLong)("calibrated on a sixth of MNIST's training pictures that was held back", () => {
  it.each([
    ["digits", {}],
    ["digits", { epochs: 20, lr: 0.2 }],
    ["digits-conv", {}],
  ] as const)(
    "%s %j is right as often as it says in each tenth of the test set, and doubts what is no digit",
    async (name, changed) => {
      const { data, test } = await heldBack();
      const recipe = recipes[name];
      const settings = { ...recipe.defaults, ...changed };
      manualSeed(42);
      const learner = recipeLearner(recipe, data, settings);
      await fitRecipe(recipe, learner, settings);
      const { model } = learner;
      model.eval();
      const about = { dataset: "mnist", seed: 42, accuracy: null };
      const calibration = (await calibrate(recipe, learner))!;
      const trained = { recipe, settings, model, about, calibration };
      const readings = await read(trained, test.images);
      const bins = confidenceBins(
        readings,
        Array.from(test.labels, (label) => test.classes[label]!),
      );
      const percent = (share: number) => (100 * share).toFixed(1);
      const doubted = readings.filter(({ doubt }) => doubt !== null).length / readings.length;
      console.log(
        `${name}: ${JSON.stringify(calibration)}; stated and right, of ${bins[0]!.count} each, in %:`,
        bins.map(({ confidence, accuracy }) => `${percent(confidence)} ${percent(accuracy)}`).join(", "),
      );
      console.log(`${name}: doubted, in %: test digits ${percent(doubted)}`);
      for (const kind of Object.keys(drawings) as (keyof typeof drawings)[])
        console.log(`  ${kind} ${percent(await doubtedShare(trained, kind))}`);
      for (const { confidence, accuracy } of bins)
        expect(Math.abs(confidence - accuracy)).toBeLessThanOrEqual(0.02);
      expect(doubted).toBeLessThanOrEqual(0.01);
      expect(await doubtedShare(trained, "noise")).toBe(1);
      expect(await doubtedShare(trained, "blank")).toBe(1);
    },
    900_000,
  );
});
