import { type DigitSplits, loadMnist, strokes } from "@mnist/data";
import { loadNpz, loadSafetensors } from "@mnist/nn/formats";
import { fromData, manualSeed, type Tensor } from "@mnist/tensor";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import { beforeAll, describe, expect, it } from "vitest";
import {
  exportModel,
  fitRecipe,
  type Learner,
  type Recipe,
  readScores,
  recipeLearner,
  recipes,
  type TrainedModel,
} from "./index.js";

const home = process.env.MNIST_HOME;
if (!home)
  console.log("MNIST_HOME is not set: exported models read drawn digits, not the 10,000 test images");
const long = process.env.MNIST_LONG_TESTS === "1";

let data: DigitSplits;
beforeAll(async () => {
  data = home
    ? await loadMnist()
    : { train: strokes({ count: 3000, seed: 1 }), valid: strokes({ count: 1000, seed: 2 }) };
});

/** Trains on the first pictures alone, so that it takes no longer than it must. */
async function trained(
  recipe: Recipe,
  count: number,
  epochs = 1,
): Promise<{ learner: Learner; model: TrainedModel }> {
  manualSeed(5);
  const { train } = data;
  const part = {
    ...train,
    images: train.images.subarray(0, count * 784),
    labels: train.labels.subarray(0, count),
  };
  const learner = recipeLearner(recipe, { train: part, valid: data.valid });
  await fitRecipe(recipe, learner, { epochs, lr: recipe.defaults.lr });
  const about = { dataset: data.train.source, seed: 5, accuracy: null };
  return { learner, model: { recipe, settings: recipe.defaults, model: learner.model, about } };
}

describe("a model trained here, exported, and run in onnxruntime", () => {
  const runs: [keyof typeof recipes, number][] = [
    ["threes-sevens", 60_000],
    ["digits", 60_000],
    ["digits-scalar", 6000],
    ["digits-conv", long ? 60_000 : 1280],
  ];
  it.each(runs)(
    "%s gives the same answers for every test picture",
    { timeout: 300_000 },
    async (name, count) => {
      const recipe = recipes[name];
      const { learner, model } = await trained(recipe, count);
      const session = await InferenceSession.create(await exportModel(model, "onnx"));
      let answered = 0;
      for await (const [input] of learner.loaders.valid!) {
        const feed = new OrtTensor("float32", input.dataSync() as Float32Array, input.shape);
        const { output } = await session.run({ input: feed });
        const theirs = fromData(output!.data as Float32Array, output!.dims);
        const ours = learner.predict(input);
        expectClose(theirs, ours);
        const digits = async (scores: Tensor) => (await recipe.read(scores)).map(({ digit }) => digit);
        expect(await digits(theirs)).toEqual(await digits(ours));
        answered += input.shape[0]!;
      }
      expect(answered).toBe(learner.loaders.valid!.dataset.length);
      if (home && recipe.classes.length === 10) expect(answered).toBe(10_000);
    },
  );
});

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.shape).toEqual(expected.shape);
  const values = expected.dataSync();
  actual.dataSync().forEach((value, i) => {
    expect(Math.abs(value - values[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(values[i]!)));
  });
}

describe("exportModel", () => {
  it("writes the weights under PyTorch's names", async () => {
    const { model } = await trained(recipes.digits, 256);
    const { tensors, metadata } = loadSafetensors(await exportModel(model, "safetensors"));
    expect(metadata).toEqual({ format: "pt", recipe: "digits" });
    const arrays = loadNpz(await exportModel(model, "npz"));
    for (const [name, value] of Object.entries(model.model.stateDict())) {
      expect(tensors[name]!.dataSync(), name).toEqual(value.dataSync());
      expect(arrays[name]!.dataSync(), name).toEqual(value.dataSync());
    }
    expect(Object.keys(tensors)).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(tensors["0.weight"]!.shape).toEqual([100, 784]);
  });

  it.each(["digits", "threes-sevens"] as const)(
    "%s answers shares as sure as it is calibrated where softmax is asked for",
    async (name) => {
      const { model } = await trained(recipes[name], 256);
      const calibration = { temperature: 2.5, leastEvidence: 0 };
      const bytes = await exportModel({ ...model, calibration }, "onnx", { softmax: true });
      const session = await InferenceSession.create(bytes);
      const pixels = Float32Array.from(data.valid.images.subarray(0, 784 * 3), (level) => level / 255);
      const { output } = await session.run({ input: new OrtTensor("float32", pixels, [3, 784]) });
      const prediction = model.model(fromData(pixels, [3, 784]));
      const readings = await readScores({ recipe: model.recipe, calibration }, prediction);
      const shares = readings.flatMap(({ probabilities }) => probabilities.map((each) => each.probability));
      expectClose(
        fromData(output!.data as Float32Array, output!.dims),
        fromData(Float32Array.from(shares), [3, model.recipe.classes.length]),
      );
    },
  );

  it("refuses softmax where nothing has a use for it", async () => {
    const about = { dataset: "none", seed: 0, accuracy: null };
    const untrained = (recipe: Recipe): TrainedModel => {
      const settings = recipe.defaults;
      return { recipe, settings, model: recipe.model(settings), about };
    };
    await expect(exportModel(untrained(recipes.digits), "npz", { softmax: true })).rejects.toThrow(
      "exportModel: got softmax for npz, which holds weights alone; expected onnx",
    );
    await expect(exportModel(untrained(recipes["digits-scalar"]), "onnx", { softmax: true })).rejects.toThrow(
      "got softmax for digits-scalar, whose one output is no score",
    );
  });
});
