import { DataLoader, type DigitImages, ImageDataset } from "@mnist/data";
import { accuracy, averaged, type Callback, DataLoaders, Learner } from "@mnist/learner";
import { Conv2d, crossEntropy, Flatten, Linear, type Module, ReLU, Sequential } from "@mnist/nn";
import { Adam } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";

/** A network that learns from strokes, and how. */
export interface TransferJob {
  readonly name: string;
  readonly epochs: number;
  /** The highest rate of the cycle. */
  readonly lr: number;
  /** The shape of a picture. */
  readonly imageShape: readonly number[];
  model(): Module;
}

export const transferJobs: readonly TransferJob[] = [
  {
    name: "dense 784-100-10",
    epochs: 6,
    lr: 3e-3,
    imageShape: [784],
    model: () => new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10)),
  },
  {
    name: "convolutional",
    epochs: 3,
    lr: 3e-3,
    imageShape: [1, 28, 28],
    model: () =>
      new Sequential(
        new Conv2d(1, 16, 5, { stride: 2, padding: 2 }), // [16, 14, 14]
        new ReLU(),
        new Conv2d(16, 32, 3, { stride: 2, padding: 1 }), // [32, 7, 7]
        new ReLU(),
        new Flatten(),
        new Linear(32 * 7 * 7, 64),
        new ReLU(),
        new Linear(64, 10),
      ),
  },
];

export interface TransferResult {
  readonly name: string;
  readonly epochs: number;
  /** The share of the real pictures that is read right. */
  readonly accuracy: number;
  readonly trainSeconds: number;
}

export interface TransferOptions {
  readonly seed: number;
  readonly callbacks?: readonly Callback[];
}

/** Trains a network on strokes alone and reads real pictures with it. */
export async function runTransfer(
  job: TransferJob,
  drawn: DigitImages,
  real: DigitImages,
  { seed, callbacks = [] }: TransferOptions,
): Promise<TransferResult> {
  manualSeed(seed);
  const options = { imageShape: job.imageShape };
  const train = new DataLoader(new ImageDataset(drawn, options), { batchSize: 128, shuffle: true });
  const test = new DataLoader(new ImageDataset(real, options), { batchSize: 1000 });
  const learner = new Learner(new DataLoaders(train), job.model(), {
    lossFunction: (prediction, target) => crossEntropy(prediction, target),
    optimizer: (parameters, lr) => new Adam(parameters, { lr }),
    metrics: [averaged(accuracy, "accuracy")],
  });
  const started = performance.now();
  await learner.fitOneCycle(job.epochs, job.lr, { callbacks });
  const trainSeconds = (performance.now() - started) / 1000;
  const { metrics } = await learner.validate(test);
  return { name: job.name, epochs: job.epochs, accuracy: metrics.accuracy ?? Number.NaN, trainSeconds };
}
