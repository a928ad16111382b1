import { noGrad } from "@mnist/autograd";
import { type DigitImages, strokes } from "@mnist/data";
import { crossEntropy } from "@mnist/nn";
import { Generator, manualSeed, rand, randn, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  deserializeModel,
  exportModel,
  fitRecipe,
  recipeLearner,
  recipes,
  serializeModel,
} from "../index.js";
import { calibrationError, confidenceBins } from "../testing/confidence-bins.js";
import { pictureInput } from "../testing/picture-input.js";
import type { TrainedModel } from "../trained-model.js";
import { type Calibration, calibrate } from "./calibrate.js";
import { evidenceOf } from "./evidence.js";
import { fitConfidence } from "./fit-confidence.js";
import { fitTemperature } from "./fit-temperature.js";
import { DivergedError, readScores } from "./read-scores.js";

const classes = 4;

describe("fitTemperature", () => {
  const generator = new Generator(3);
  const logits = randn([400, classes], { generator }).mul(5);
  // Drawn by softmax(logits / 2): the highest of scores with Gumbel's noise.
  const noise = rand([400, classes], { generator }).log().neg().log().neg();
  const labels = logits.div(2).add(noise).argmax(1);
  const scored = async (scores = logits) => ({
    logits: Float32Array.from(await scores.data()),
    labels: Int32Array.from(await labels.data()),
    classes,
  });

  it("finds where the cross-entropy is least", async () => {
    const temperature = fitTemperature(await scored());
    expect(Math.abs(temperature - 2)).toBeLessThan(0.4);
    const lossAt = (t: number) =>
      crossEntropy(logits.div(t), labels, { labelSmoothing: 1 / 402 }).item() as Promise<number>;
    const least = await lossAt(temperature);
    for (const factor of [0.7, 0.95, 1.05, 1.5])
      expect(await lossAt(factor * temperature)).toBeGreaterThan(least);
  });

  it("takes scores as they are, whatever they were multiplied by or shifted", async () => {
    const temperature = fitTemperature(await scored());
    expect(fitTemperature(await scored(logits.mul(3).add(50))) / temperature).toBeCloseTo(3, 3);
  });

  it.each([1e-3, 1, 1e5])(
    "leaves float32 the order of a network's scores that is worse than chance, × %d",
    async (scale) => {
      const given = await scored(logits.mul(-scale));
      const temperature = fitTemperature(given);
      for (let row = 0; row < 100; row++) {
        const scores = given.logits.subarray(row * classes, (row + 1) * classes);
        const probabilities = (await tensor([...scores])
          .div(temperature)
          .softmax(0)
          .data()) as Float32Array;
        expect(probabilities.indexOf(Math.max(...probabilities))).toBe(scores.indexOf(Math.max(...scores)));
        expect(Math.max(...probabilities)).toBeLessThan(0.27);
      }
    },
  );

  it("stays a number where nothing is wrong, where all is, and where there is nothing", () => {
    const one = { logits: Float32Array.of(9, 0, 0, 9), classes: 2 };
    for (const labels of [Int32Array.of(0, 1), Int32Array.of(1, 0)]) {
      const temperature = fitTemperature({ ...one, labels });
      expect(temperature).toBeGreaterThan(0);
      expect(temperature).toBeLessThan(Number.POSITIVE_INFINITY);
    }
    expect(fitTemperature({ logits: new Float32Array(0), labels: new Int32Array(0), classes: 2 })).toBe(1);
  });
});

describe("fitConfidence", () => {
  const generator = new Generator(5);
  const odds = randn([4000], { generator }).mul(2);
  const chance = rand([4000], { generator });
  const drawn = async (slope: number, offset: number) => {
    const [logOdds, shares] = [Float64Array.from(await odds.data()), await chance.data()];
    return [
      logOdds,
      Array.from(logOdds, (x, i) => shares[i]! < 1 / (1 + Math.exp(-slope * x - offset))),
    ] as const;
  };

  it.each([
    [1.5, 0.5],
    [0.4, -1],
  ])("finds slope %d and offset %d again", async (slope, offset) => {
    const fitted = fitConfidence(...(await drawn(slope, offset)));
    expect(Math.abs(fitted.slope - slope)).toBeLessThan(0.15);
    expect(Math.abs(fitted.offset - offset)).toBeLessThan(0.15);
  });

  it("changes nothing where answers are right as often as stated, or the surer ones less", async () => {
    const [logOdds, isRight] = await drawn(1, 0);
    for (const right of [isRight, Array.from(logOdds, (x) => x < 0)])
      expect(fitConfidence(logOdds, right)).toEqual({ slope: 1, offset: 0 });
    const few = await drawn(1.5, 0.5);
    expect(fitConfidence(few[0].subarray(0, 30), few[1].slice(0, 30))).toEqual({ slope: 1, offset: 0 });
    expect(fitConfidence(new Float64Array(0), [])).toEqual({ slope: 1, offset: 0 });
  });

  it("is exact where right and wrong part, as the targets are smoothed", async () => {
    const [logOdds] = await drawn(1, 0);
    const { slope } = fitConfidence(
      logOdds,
      Array.from(logOdds, (x) => x > 0),
    );
    expect(slope).toBeGreaterThan(5);
    expect(slope).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});

it("evidence is log Σ exp of the scores less their mean", () => {
  const [first, second] = evidenceOf(Float32Array.of(1, 2, 6, 101, 102, 106), 3);
  expect(first).toBeCloseTo(Math.log(Math.exp(-2) + Math.exp(-1) + Math.exp(3)), 5);
  expect(second).toBeCloseTo(first!, 4);
});

/** A network that has learned few drawn digits by heart, so that it is too sure of others. */
async function overfitted(): Promise<{ plain: TrainedModel; calibrated: TrainedModel }> {
  manualSeed(1);
  const recipe = recipes.digits;
  const settings = { ...recipe.defaults, hidden: 60, epochs: 60, lr: 0.5, batchSize: 50 };
  const data = { train: strokes({ count: 600, seed: 1 }), valid: strokes({ count: 1500, seed: 2 }) };
  const learner = recipeLearner(recipe, data, settings);
  await fitRecipe(recipe, learner, settings);
  const plain = {
    recipe,
    settings,
    model: learner.model,
    about: { dataset: "strokes", seed: 1, accuracy: null },
  };
  const calibration = await calibrate(recipe, learner);
  return { plain, calibrated: { ...plain, calibration: calibration! } };
}

async function readImages(trained: TrainedModel, { images }: Pick<DigitImages, "images">) {
  return readScores(
    trained,
    noGrad(() => trained.model(pictureInput(images))),
  );
}

describe("a calibrated model", async () => {
  const { plain, calibrated } = await overfitted();
  const others = strokes({ count: 3000, seed: 3 });
  const truths = Array.from(others.labels, (label) => others.classes[label]!);

  it("is as sure as it is right, and answers as before", async () => {
    const before = await readImages(plain, others);
    const after = await readImages(calibrated, others);
    expect(after.map(({ digit }) => digit)).toEqual(before.map(({ digit }) => digit));
    const [was, is] = [before, after].map((readings) => calibrationError(confidenceBins(readings, truths)));
    expect(calibrated.calibration!.temperature).toBeGreaterThan(1);
    expect(is).toBeLessThan(0.025);
    expect(is).toBeLessThan(was! / 2);
  });

  it("doubts what it knows nothing of, and hardly any digit", async () => {
    const doubted = (readings: Awaited<ReturnType<typeof readImages>>) =>
      readings.filter(({ doubt }) => doubt !== null).length / readings.length;
    expect(doubted(await readImages(calibrated, others))).toBeLessThan(0.015);
    expect(doubted(await readImages(calibrated, { images: new Uint8Array(784) }))).toBe(1);
    expect(doubted(await readImages(plain, { images: new Uint8Array(784) }))).toBe(0);
  });

  it("says so again from its file, and to ONNX's readers", async () => {
    const loaded = deserializeModel(await serializeModel(calibrated));
    expect(loaded.calibration).toEqual(calibrated.calibration);
    expect(await readImages(loaded, others)).toEqual(await readImages(calibrated, others));
    expect(deserializeModel(await serializeModel(plain)).calibration).toBeUndefined();
    const onnx = new TextDecoder("latin1").decode(await exportModel(calibrated, "onnx"));
    expect(onnx).toContain("temperature");
    expect(onnx).toContain(String(calibrated.calibration!.temperature));
    expect(onnx).toContain(JSON.stringify(calibrated.calibration!.confidence));
  });

  it.each([
    [{ temperature: -1 }, "-1 as calibration.temperature; expected a number above 0"],
    [{ temperature: 0 }, "0 as calibration.temperature; expected a number above 0"],
    [{ temperature: 1e-320 }, "1e-320 as calibration.temperature; expected a number above 0"],
    [{ temperature: "#NaN" }, "as calibration.temperature; expected a finite number"],
    [{ temperature: "#Infinity" }, "as calibration.temperature; expected a finite number"],
    [{ leastEvidence: "#NaN" }, "as calibration.leastEvidence; expected a finite number"],
    [{ confidence: { slope: 0, offset: 1 } }, "0 as calibration.confidence.slope; expected a number above 0"],
    [{ confidence: { slope: 1, offset: "#NaN" } }, "as calibration.confidence.offset; expected a finite"],
  ])("refuses a file's numbers that are none: %j", async (wrong, words) => {
    const calibration = { temperature: 1, leastEvidence: 0, ...wrong } as unknown as Calibration;
    const bytes = await serializeModel({ ...plain, calibration });
    expect(() => deserializeModel(bytes, "m.safetensors")).toThrow(words);
  });

  it("needs not say how sure answers are to be stated", async () => {
    const former = { temperature: 2, leastEvidence: 0 };
    expect(deserializeModel(await serializeModel({ ...plain, calibration: former })).calibration).toEqual(
      former,
    );
  });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 3e38])("scores of %d are no answer", async (score) => {
  const calibration = { temperature: 0.1, leastEvidence: 0 };
  const [scores, scalar] = [tensor([[score, ...Array(9).fill(0)]]), tensor([[Number.NaN]])];
  for (const [trained, prediction] of [
    [{ recipe: recipes.digits, calibration }, scores],
    [{ recipe: recipes["digits-scalar"] }, scalar],
  ] as const) {
    const failure = await readScores(trained, prediction).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DivergedError);
    expect(String(failure)).toContain("got scores that are no numbers; expected");
  }
});

it("two classes of one score are read by their softmax, and can be calibrated", async () => {
  const recipe = recipes["threes-sevens"];
  const scores = tensor([[-2], [0.5], [3]]);
  const readings = await recipe.read(scores);
  expect(readings.map(({ digit }) => digit)).toEqual(["3", "7", "7"]);
  expect(readings[0]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
  const calibration = { temperature: 2, leastEvidence: 0.8 };
  const calibrated = await readScores({ recipe, calibration }, scores);
  const confidence = { slope: 2, offset: -9 };
  const restated = await readScores({ recipe, calibration: { ...calibration, confidence } }, scores);
  expect(restated.map(({ digit }) => digit)).toEqual(["3", "7", "7"]); // it keeps half its lead, and so the answer
  expect(restated[2]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-0.75)), 6);
  const surer = await readScores(
    { recipe, calibration: { ...calibration, confidence: { slope: 2, offset: 1 } } },
    scores,
  );
  expect(surer[2]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-2 * 1.5 - 1)), 6);
  expect(calibrated[0]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-1)), 6);
  expect(calibrated.map(({ doubt }) => doubt !== null)).toEqual([false, true, false]);
});

it("one score on a scale has no shares to calibrate", async () => {
  const data = { train: strokes({ count: 50, seed: 1 }), valid: strokes({ count: 20, seed: 2 }) };
  const recipe = recipes["digits-scalar"];
  expect(await calibrate(recipe, recipeLearner(recipe, data))).toBeNull();
});
