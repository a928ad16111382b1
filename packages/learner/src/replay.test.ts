import { strokes } from "@mnist/data";
import { crossEntropy, Linear, ReLU, Sequential } from "@mnist/nn";
import { SGD } from "@mnist/nn/optim";
import { arange, compile, cpu, manualSeed, setDefaultDevice, type Tensor, zeros } from "@mnist/tensor";
import { WebGpuDevice } from "@mnist/tensor/webgpu";
import { afterEach, expect, it } from "vitest";
import { type Recipe, recipeLearner, recipes } from "./browser.js";
import { type Counts, countingGpu } from "./testing/counting-gpu.js";

afterEach(() => setDefaultDevice(cpu));

/** What a training step asks of a graphics processor, once it is recorded. */
async function stepOf(recipe: Recipe): Promise<Counts> {
  const { batchSize } = recipe.defaults;
  const { gpu, counts } = countingGpu();
  setDefaultDevice(new WebGpuDevice(gpu, "a device that counts"));
  manualSeed(42);
  const data = { train: strokes({ count: 8 * batchSize, seed: 1 }), valid: strokes({ count: 10, seed: 2 }) };
  const learner = recipeLearner(recipe, data);
  const starts: Counts[] = [];
  const noting = {
    name: "Count",
    beforeBatch: ({ training }: { training: boolean }) => void (training && starts.push({ ...counts })),
  };
  await learner.fit(1, recipe.defaults.lr, { callbacks: [noting] });
  const [before, after] = starts.slice(-2) as [Counts, Counts];
  const names = Object.keys(counts) as (keyof Counts)[];
  const asked = Object.fromEntries(names.map((name) => [name, after[name] - before[name]]));
  return { ...(asked as unknown as Counts), mostBound: counts.mostBound };
}

it.each([
  { recipe: recipes.digits, dispatches: 16 },
  { recipe: recipes["digits-conv"], dispatches: 55 },
])(
  "a step of $recipe.name sends at most $dispatches kernels off together, makes nothing and writes once",
  async (expected) => {
    const { dispatches, ...others } = await stepOf(expected.recipe);
    expect(dispatches).toBeLessThanOrEqual(expected.dispatches);
    expect(others).toMatchObject({
      buffers: 0,
      bindGroups: 0,
      pipelines: 0,
      writes: 1,
      submits: 1,
      waits: 0,
    });
    expect(others.bytesWritten).toBeLessThanOrEqual(2048);
    expect(others.mostBound).toBeLessThanOrEqual(8); // what every device binds
  },
);

it("5,000 recorded steps that leave nothing but their losses hold less than 64 MB without a scope or a collected tensor", () => {
  const { gpu, counts } = countingGpu();
  setDefaultDevice(new WebGpuDevice(gpu, "a device that counts"));
  const model = new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10));
  const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
  const [pictures, labels] = [zeros([1000, 784]), zeros([1000], { dtype: "int32" })];
  const step = compile((rows) => {
    const loss = crossEntropy(model.forward(pictures.indexSelect(0, rows!)), labels.indexSelect(0, rows!));
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    return [loss];
  });
  const held: Tensor[] = [];
  for (let i = 0; i < 5000; i++) held.push(...step(arange(64, { dtype: "int32" })));
  expect(held).toHaveLength(5000);
  expect(counts.bytesHeld).toBeLessThan(64 * 2 ** 20);
});
