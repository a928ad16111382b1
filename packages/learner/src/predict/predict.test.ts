import { DataLoader, ImageDataset, strokes, TensorDataset } from "@mnist/data";
import {
  BCEWithLogitsLoss,
  bceWithLogits,
  crossEntropy,
  Identity,
  Linear,
  mseLoss,
  nllLoss,
} from "@mnist/nn";
import { arange, defaultGenerator, manualSeed, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { type Callback, DataLoaders, Learner, type LearnerOptions } from "../index.js";
import { smallLearner } from "../testing/small-learner.js";
import { sampleLosses } from "./sample-losses.js";

/** A learner whose model answers its inputs. */
function echo(input: Tensor, target: Tensor, options: LearnerOptions): Learner {
  const loader = new DataLoader(new TensorDataset(input, target), { batchSize: 2, shuffle: true });
  return new Learner(new DataLoaders(loader, loader), new Identity(), options);
}

const classes = { dtype: "int32" } as const;

describe("getPreds", () => {
  it("answers in the data set's order and draws nothing from the random stream", async () => {
    const input = randn([5, 3]);
    const target = tensor([0, 1, 2, 0, 1], classes);
    const learner = echo(input, target, { lossFunction: crossEntropy });
    const stream = manualSeed(3).getState();
    const { predictions, targets, decoded, losses } = await learner.getPreds({ withLoss: true });
    expect(defaultGenerator.getState()).toEqual(stream);
    expect(predictions.arraySync()).toEqual(input.softmax(1).arraySync());
    expect(targets.arraySync()).toEqual([0, 1, 2, 0, 1]);
    expect(decoded.arraySync()).toEqual(input.argmax(1).arraySync());
    expect(losses!.arraySync()).toEqual(crossEntropy(input, target, { reduction: "none" }).arraySync());
  });

  it.each<[string, LearnerOptions, Tensor, Tensor, number[], number[]]>([
    [
      "log-probabilities",
      { lossFunction: nllLoss },
      tensor([[-1, -0.5]]),
      tensor([1], classes),
      [Math.exp(-1), Math.exp(-0.5)],
      [1],
    ],
    [
      "single scores",
      { lossFunction: bceWithLogits },
      tensor([[0.5], [-1]]),
      tensor([[1], [0]]),
      [0.62246, 0.268941],
      [1, 0],
    ],
    [
      "a loss as a module",
      { lossFunction: new BCEWithLogitsLoss() },
      tensor([0.5, -1]),
      tensor([1, 0]),
      [0.62246, 0.268941],
      [1, 0],
    ],
    ["numbers", { lossFunction: mseLoss }, tensor([[0.5], [-1]]), tensor([[1], [0]]), [0.5, -1], [0.5, -1]],
    [
      "a loss of one's own",
      { lossFunction: (x) => x.sum() },
      tensor([[1, 3]]),
      tensor([1], classes),
      [1, 3],
      [1],
    ],
    [
      "a decoding of one's own",
      { lossFunction: mseLoss, decode: (x) => x.round(), activation: (x) => x.mul(2) },
      tensor([[0.7]]),
      tensor([[1]]),
      [1.4],
      [1],
    ],
  ])("takes predictions for %s", async (_title, options, input, target, activated, answers) => {
    const { predictions, decoded, losses } = await echo(input, target, options).getPreds();
    expect([...predictions.dataSync()]).toEqual(activated.map((value) => expect.closeTo(value, 5)));
    expect([...decoded.dataSync()]).toEqual(answers);
    expect(losses).toBeNull();
  });

  it("leaves the model in the mode it was in, also in the middle of an epoch", async () => {
    const learner = smallLearner();
    const modes: boolean[] = [];
    const asking: Callback = {
      async afterBatch({ training }) {
        if (!training) return;
        await learner.validate();
        modes.push(learner.model.training);
      },
    };
    await learner.fit(1, 0.01, { callbacks: [asking] });
    expect(modes).toEqual([true, true, true, true, true]);
  });

  it("needs samples", async () => {
    const learner = new Learner(smallLearner().loaders, new Linear(4, 3), { lossFunction: crossEntropy });
    await expect(learner.getPreds({ loader: null })).rejects.toThrow(
      "Try { loader: learner.loaders.train }.",
    );
  });
});

describe("the loss of each sample", () => {
  const [input, target] = [
    tensor([
      [1, 2],
      [0, 5],
    ]),
    tensor([
      [1, 0],
      [1, 1],
    ]),
  ];

  it("is the mean of the sample's elements, with or without a reduction", () => {
    const own = (x: Tensor, y: Tensor) => x.sub(y).square().mean();
    expect(sampleLosses(mseLoss, input, target).arraySync()).toEqual([2, 8.5]);
    expect(sampleLosses(own, input, target).arraySync()).toEqual([2, 8.5]);
    expect(sampleLosses(own, input.narrow(0, 0, 1), target.narrow(0, 0, 1)).arraySync()).toEqual([2]);
  });
});

describe("showResults", () => {
  it("shows pictures under their class and what they were wrongly taken for", async () => {
    const digits = strokes({ count: 4, seed: 1 });
    const loader = new DataLoader(new ImageDataset(digits), { batchSize: 4 });
    const model = new Linear(784, 10);
    model.weight.requiresGrad_(false).zero_();
    model.bias!.requiresGrad_(false).copy_(arange(10).eq(7).float());
    const learner = new Learner(new DataLoaders(loader, loader), model, { lossFunction: crossEntropy });
    const text = await learner.showResults({ count: 3, columns: 3, colors: "ascii" });
    const titles = [...digits.labels.subarray(0, 3)].map((label) => (label === 7 ? "7" : `${label} → 7`));
    for (const title of titles) expect(text.split("\n")[0]).toContain(title);
    expect(text.split("\n").length).toBe(15);
    expect(text).toContain("@");
  });

  it("wants pictures", async () => {
    await expect(echo(randn([2, 3]), randn([2, 3]), { lossFunction: mseLoss }).showResults()).rejects.toThrow(
      "showResults: got inputs of shape [2, 3]",
    );
  });
});

describe("summary", () => {
  it("is that of the model on a sample", async () => {
    const learner = smallLearner();
    const { rows, totalParams } = await learner.summary();
    expect(rows.map(({ type }) => type)).toEqual(["Sequential", "Linear", "ReLU", "Dropout", "Linear"]);
    expect(rows.at(-1)!.outputShape).toEqual([1, 3]);
    expect(totalParams).toBe(4 * 16 + 16 + 16 * 3 + 3);
    expect(learner.model.training).toBe(true);
  });
});

describe("showTrainingLoop", () => {
  it("names who listens to each event, in order", () => {
    const first: Callback = { name: "First", beforeFit() {}, afterBatch() {} };
    class Second implements Callback {
      order = -1;
      beforeFit() {}
    }
    const lines = smallLearner(1, { callbacks: [first] })
      .showTrainingLoop([new Second()])
      .split("\n");
    expect(lines[0]).toBe("Start Fit");
    expect(lines[1]).toBe("   - beforeFit       : [Second, First]");
    expect(lines.filter((line) => line.includes("afterBatch") && line.endsWith("[First]")).length).toBe(2);
    expect(lines.at(-1)).toBe(" - afterFit        : []");
    expect(lines.length).toBe(38);
  });
});
