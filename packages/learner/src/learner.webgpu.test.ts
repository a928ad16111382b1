import { DataLoader, type Dataset, type LabelledBatch, TensorDataset } from "@mnist/data";
import { BatchNorm1d, crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { cpu, manualSeed, randint, randn, setDefaultDevice, type Tensor } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import {
  type Callback,
  DataLoaders,
  EMA,
  f1Score,
  GradientAccumulation,
  GradientClip,
  Interpretation,
  Learner,
  MixUp,
  Recorder,
  SaveBest,
} from "./browser.js";

const device = await webgpu();
beforeEach(() => void setDefaultDevice(device));
afterEach(() => void setDefaultDevice(cpu));
afterAll(() => device.destroy());

function learnerOf(seed: number): Learner {
  manualSeed(7);
  const loader = (count: number) =>
    new DataLoader(new TensorDataset(randn([count, 4]), randint(3, [count])), {
      batchSize: 8,
      shuffle: true,
    });
  const loaders = new DataLoaders(loader(36), loader(20));
  manualSeed(seed);
  const model = new Sequential(new Linear(4, 8), new BatchNorm1d(8), new ReLU(), new Linear(8, 3));
  return new Learner(loaders, model, {
    lossFunction: crossEntropy,
    metrics: [f1Score({ average: "macro" })],
    optimizer: (parameters, lr) => new Adam(parameters, { lr }),
  });
}

async function weightsOf({ model }: Learner): Promise<number[]> {
  const values = [];
  for (const tensor of Object.values(model.stateDict())) values.push(...(await tensor.data()));
  return values;
}

it.each<[string, () => Callback[]]>([
  ["around batches", () => [new Recorder(), new EMA({ decay: 0.9 }), new SaveBest()]],
  ["inside batches", () => [new GradientAccumulation(16), new GradientClip(), new MixUp()]],
])("a fit with callbacks %s resumes with its own bits", async (_where, make) => {
  const whole = learnerOf(1);
  let saved: Uint8Array | null = null;
  const saving: Callback = {
    order: 2000,
    async afterBatch({ training, position }) {
      if (training && position?.epoch === 2 && position.batch === 3) saved = await whole.save();
    },
  };
  const history = await whole.fitOneCycle(3, 0.02, { callbacks: [...make(), saving] });
  const other = learnerOf(2);
  const resumed = await other.fitOneCycle(3, 0.02, { callbacks: make(), resumeFrom: saved });
  expect(await weightsOf(other)).toEqual(await weightsOf(whole));
  expect(resumed.map(({ trainLoss, metrics }) => [trainLoss, metrics.f1Score])).toEqual(
    history.map(({ trainLoss, metrics }) => [trainLoss, metrics.f1Score]),
  );
});

it("leaves alone what other code makes while a fit waits", async () => {
  const learner = learnerOf(1);
  const { dataset } = learner.loaders.train;
  const turns: (() => void)[] = [];
  const slow: Dataset<LabelledBatch> = {
    length: dataset.length,
    async batch(indices) {
      await new Promise<void>((go) => void turns.push(go));
      return dataset.batch(indices);
    },
  };
  const loaders = new DataLoaders(new DataLoader(slow, { batchSize: 8 }));
  const waiting = new Learner(loaders, learner.model, { lossFunction: crossEntropy });
  const late: Callback = { afterLoss: () => new Promise<void>((go) => void turns.push(go)) };
  const fit = waiting.fit(1, 0.1, { callbacks: [late] });
  const made: Tensor[] = [];
  let isOver = false;
  void fit.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await new Promise((go) => setTimeout(go, 0));
    made.push(...new Linear(4, 3).parameters());
    turns.shift()?.();
  }
  expect((await fit)[0]!.trainLoss).toBeGreaterThan(0);
  expect(made.length).toBeGreaterThan(20);
  for (const weights of made) expect(Number.isFinite(await weights.sum().item())).toBe(true);
});

it("reads losses, predictions and suggestions back", async () => {
  const [learner, recorder] = [learnerOf(1), new Recorder()];
  const { losses } = await learner.lrFind({ steps: 20 });
  expect(losses.every((loss) => loss > 0)).toBe(true);
  await learner.fit(2, 0.01, { callbacks: [recorder] });
  expect(recorder.losses.length).toBe(10);
  const interpretation = await Interpretation.fromLearner(learner);
  const { loss } = await learner.validate();
  const mean = interpretation.losses.reduce((sum, each) => sum + each, 0) / 20;
  expect(mean).toBeCloseTo(loss, 4);
});
