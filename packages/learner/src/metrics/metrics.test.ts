import { DataLoader, TensorDataset } from "@mnist/data";
import { crossEntropy, Identity, mseLoss } from "@mnist/nn";
import { type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  type ClassMetricOptions,
  DataLoaders,
  errorRate,
  f1Score,
  fBeta,
  Learner,
  type Metric,
  mae,
  mse,
  perplexity,
  precision,
  recall,
  rmse,
  toMetric,
  topKAccuracy,
} from "../index.js";
import { toMetrics } from "./metric.js";

/** The metric over batches of two, the last of one sample. */
async function over(metric: Metric, predictions: Tensor, targets: Tensor): Promise<number> {
  metric.reset();
  for (const [i, prediction] of predictions.split(2).entries())
    metric.update(prediction, targets.split(2)[i]!);
  return metric.value();
}

const int32 = { dtype: "int32" } as const;
/** Scores whose largest stand at those classes. */
const scores = (classes: readonly number[], count: number) =>
  tensor(classes.map((each) => Array.from({ length: count }, (_, i) => (i === each ? 2 : 0))));

describe("metrics over uneven batches", () => {
  const predictions = tensor([
    [0.1, 0.9, 0],
    [0.8, 0.1, 0.3],
    [0.2, 0.3, 0.9],
    [0.5, 0.4, 0.6],
    [0.9, 0.2, 0.1],
  ]);
  const targets = tensor([1, 0, 1, 0, 2], int32);

  it("weigh every sample alike", async () => {
    expect(await over(toMetric(accuracy), predictions, targets)).toBeCloseTo(2 / 5, 6);
    expect(await over(toMetric(errorRate), predictions, targets)).toBeCloseTo(3 / 5, 6);
    expect(await over(topKAccuracy(2), predictions, targets)).toBeCloseTo(4 / 5, 6);
    expect(await over(topKAccuracy(), predictions, targets)).toBe(1);
  });

  it("take exponents and roots at the end", async () => {
    const mean = crossEntropy(predictions, targets).itemSync();
    expect(await over(perplexity(), predictions, targets)).toBeCloseTo(Math.exp(mean), 5);
    const [x, y] = [tensor([[1], [2], [4], [0], [9]]), tensor([1, 4, 4, 1, 5])];
    expect(await over(toMetric(mae), x, y)).toBeCloseTo(7 / 5, 6);
    expect(await over(toMetric(mse), x, y)).toBeCloseTo(21 / 5, 6);
    expect(await over(rmse(), x, y)).toBeCloseTo(Math.sqrt(21 / 5), 6);
    expect(() => mae(x, tensor([1]))).toThrow("mae: got predictions [5, 1] and targets [1]");
  });
});

describe("precision, recall and F scores", () => {
  // The examples of scikit-learn's documentation: six samples of three classes, seven of two.
  const three = [scores([0, 2, 1, 0, 0, 1], 3), tensor([0, 1, 2, 0, 1, 2], int32)] as const;
  const two = [scores([0, 1, 0, 1, 1, 0, 1], 2), tensor([0, 0, 1, 1, 1, 0, 1], int32)] as const;

  it.each<[Metric, number]>([
    [precision({ average: "macro" }), 2 / 9],
    [precision({ average: "micro" }), 1 / 3],
    [precision({ average: "weighted" }), 2 / 9],
    [recall({ average: "macro" }), 1 / 3],
    [recall({ average: "micro" }), 1 / 3],
    [f1Score({ average: "macro" }), 0.8 / 3],
    [f1Score({ average: "micro" }), 1 / 3],
    [f1Score({ average: "weighted" }), 0.8 / 3],
    [fBeta({ beta: 0.5, average: "macro" }), 5 / 7 / 3],
  ])("of three classes: $name", async (metric, expected) => {
    expect(await over(metric, ...three)).toBeCloseTo(expected, 6);
  });

  it.each<[Metric, number]>([
    [precision(), 3 / 4],
    [recall(), 3 / 4],
    [f1Score(), 3 / 4],
    [fBeta({ beta: 2 }), 3 / 4],
  ])("of class 1 of two: $name", async (metric, expected) => {
    expect(await over(metric, ...two)).toBeCloseTo(expected, 6);
  });

  it("of single scores, by their sigmoid", async () => {
    const single = tensor([[3], [-1], [0.2], [-2], [1]]);
    const targets = tensor([[1], [1], [0], [0], [1]]);
    expect(await over(precision(), single, targets)).toBeCloseTo(2 / 3, 6);
    expect(await over(recall(), single, targets)).toBeCloseTo(2 / 3, 6);
    expect(await over(precision({ threshold: 0.6 }), single, targets)).toBe(1);
  });

  it("leave out classes that do not occur, and are 0 where nothing was taken for one", async () => {
    const options: ClassMetricOptions = { average: "macro" };
    expect(await over(f1Score(options), scores([0, 1], 5), tensor([0, 1], int32))).toBe(1);
    expect(await over(precision(), scores([0, 0], 2), tensor([1, 1], int32))).toBe(0);
  });

  it("say what is wrong", async () => {
    await expect(over(f1Score(), ...three)).rejects.toThrow('Try { average: "macro" }.');
    expect(() => fBeta({ beta: 0 })).toThrow("fBeta: got beta 0");
  });
});

it("accuracy flattens as fastai's, and refuses other numbers of targets", () => {
  const two = tensor([
    [0.1, 0.9],
    [0.8, 0.2],
  ]);
  expect(accuracy(two, tensor([[1], [1]], int32)).itemSync()).toBe(0.5);
  expect(() => accuracy(two, tensor([1, 0, 1], int32))).toThrow("expected one target for each prediction");
});

it("metrics that could not be told apart are refused", () => {
  expect(() => toMetrics([accuracy, topKAccuracy(2), toMetric(accuracy)])).toThrow(
    'metrics: got two that are called "accuracy"; expected a name of its own for each. Try averaged(f, "another name").',
  );
  expect(() => toMetrics([(prediction, target) => accuracy(prediction, target)])).toThrow(
    "averaged: got a metric function without a name",
  );
});

it("a metric of one's own is a function, and has its name", async () => {
  const data = new TensorDataset(tensor([[1], [2], [3]]), tensor([[1], [0], [0]]));
  const loader = new DataLoader(data, { batchSize: 2 });
  const largest = (prediction: Tensor, target: Tensor) => prediction.sub(target).abs().mean();
  const learner = new Learner(new DataLoaders(loader, loader), new Identity(), {
    lossFunction: mseLoss,
    metrics: [largest, rmse()],
  });
  const { loss, metrics } = await learner.validate();
  expect(loss).toBeCloseTo(13 / 3, 5);
  expect(metrics.largest).toBeCloseTo(5 / 3, 6);
  expect(metrics.rmse).toBeCloseTo(Math.sqrt(13 / 3), 5);
});
