import { DataLoader, ImageDataset, strokes, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear, Module } from "@mnist/nn";
import { manualSeed, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { type AnyCallback, cancelBatch, DataLoaders, Learner } from "./index.js";

class Looking extends Module {
  readonly last: Linear;

  constructor(
    readonly look: (pictures: Tensor) => Tensor,
    features: number,
  ) {
    super();
    this.last = new Linear(features, 10);
  }

  forward(pictures: Tensor): Tensor {
    return this.last(this.look(pictures));
  }
}

describe("a recorded batch has the numbers of one that is done as it is", () => {
  const looks: Record<string, (x: Tensor) => Tensor> = {
    "pictures flipped": (x) => x.flip(1),
    "batches flipped": (x) => x.flip(0),
    "patches, averaged": (x) => x.reshape([-1, 16, 49]).mean(1),
    "lines, summed": (x) => x.reshape([-1, 28, 28]).sum(1),
    "a part": (x) => x.slice(1, 100, 500),
    "as one row, taken apart again": (x) => x.reshape([1, -1]).reshape([-1, 784]),
  };

  it.each(Object.entries(looks))("%s", async (_, look) => {
    const fit = async (compile: boolean) => {
      manualSeed(1);
      const pictures = new ImageDataset(strokes({ count: 48, seed: 5 }));
      const loader = () => new DataLoader(pictures, { batchSize: 16 });
      const features = look(randn([2, 784])).shape.at(-1)!;
      const model = new Looking(look, features);
      const learner = new Learner(new DataLoaders(loader(), loader()), model, {
        lossFunction: crossEntropy,
        lr: 0.1,
        compile,
      });
      const epochs = await learner.fit(3);
      return epochs.flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss ?? 0]);
    };
    const [recorded, plain] = [await fit(true), await fit(false)];
    recorded.forEach((loss, i) => void expect(loss).toBeCloseTo(plain[i]!, 5));
  });
});

/** A line through eight points. */
function line(compile: boolean, callbacks: AnyCallback[] = []) {
  manualSeed(2);
  const x = randn([8, 1]);
  const y = x.mul(3).add(1);
  const loader = new DataLoader(new TensorDataset(x, y), { batchSize: 2 });
  return new Learner(new DataLoaders(loader), new Linear(1, 1), {
    lossFunction: (prediction: Tensor, target: Tensor) => prediction.sub(target).square().mean(),
    lr: 0.1,
    compile,
    callbacks,
  });
}

it.each(["afterPredict", "afterLoss", "beforeBackward", "afterBackward", "beforeStep", "afterStep"] as const)(
  "a batch that is cancelled at %s counts for the loss as it does unrecorded",
  async (event) => {
    const losses = async (compile: boolean) => {
      let count = 0;
      const cancelling: AnyCallback = {
        isRecordable: true,
        [event]: () => {
          if (count++ % 2 === 1) throw cancelBatch();
        },
      };
      return (await line(compile, [cancelling]).fit(3)).map(({ trainLoss }) => trainLoss);
    };
    expect(await losses(true)).toEqual(await losses(false));
  },
);

it("batches of ever other structures keep no more than some recordings", async () => {
  class Sum extends Module {
    readonly last = new Linear(1, 1);
    forward(parts: Record<string, Tensor>): Tensor {
      return this.last(Object.values(parts).reduce((sum, each) => sum.add(each)));
    }
  }
  let count = 0;
  const dataset = {
    length: 400,
    batch: (indices: ArrayLike<number>): [Record<string, Tensor>, Tensor] => [
      { [`part${count++ % 100}`]: randn([indices.length, 1]) },
      randn([indices.length, 1]),
    ],
  };
  const learner = new Learner(new DataLoaders(new DataLoader(dataset, { batchSize: 2 })), new Sum(), {
    lossFunction: (prediction: Tensor, target: Tensor) => prediction.sub(target).square().mean(),
    lr: 0.01,
  });
  const [epoch] = await learner.fit(1);
  expect(epoch!.trainLoss).toBeGreaterThan(0);
  expect(learner.explain()).toContain("operations in");
});
