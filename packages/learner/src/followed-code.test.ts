import { customGradient } from "@mnist/autograd";
import { DataLoader, ImageDataset, strokes } from "@mnist/data";
import { crossEntropy, Linear, Module } from "@mnist/nn";
import { Optimizer, type OptimizerSettings } from "@mnist/nn/optim";
import { keep, manualSeed, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { type Callback, DataLoaders, Learner, type LearnerOptions } from "./index.js";

const images = strokes({ count: 256, seed: 5 });

class Signs extends Optimizer<OptimizerSettings> {
  static override readonly name = "Signs";
  #steps = 0;

  protected override check(): void {}

  protected override updateParameter(
    parameter: Tensor,
    gradient: Tensor,
    _state: unknown,
    { lr }: OptimizerSettings,
  ): void {
    this.#steps++;
    parameter.sub_(gradient.sign().mul(lr / Math.sqrt(this.#steps)));
  }
}

/** What people write, each with something that changes between batches and that nobody is told of. */
class Scene {
  weight = 1;
  forwards = 0;
  readonly config = { nested: { scale: 1 }, hidden: [1, 1] };
  #private = 1;
  straightThrough = customGradient(
    (x) => x.round(),
    (gradient) => [gradient.mul(this.weight)],
  );
  readonly inner = new Linear(784, 10);
  readonly extra = new Linear(10, 10);
  kept: Tensor | null = null;

  change(epoch: number): void {
    this.weight = epoch * 3;
    this.config.nested.scale = 1 / epoch;
    this.config.hidden[1] = epoch;
    this.#private = epoch + 0.5;
  }

  get private(): number {
    return this.#private;
  }
}

type Forward = (scene: Scene, x: Tensor) => Tensor;

class Model extends Module {
  readonly inner: Linear;
  readonly extra: Linear;

  constructor(
    readonly scene: () => Scene,
    readonly work: Forward,
  ) {
    super();
    this.inner = scene().inner;
    this.extra = scene().extra;
  }

  override forward(x: Tensor): Tensor {
    this.scene().forwards++;
    return this.work(this.scene(), x);
  }
}

/** A fixed sequence in place of Math.random, the same in both fits. */
function coin(at: number): boolean {
  return Math.sin(at * 12.9898) > 0;
}

async function losses(
  compile: boolean,
  forward: Forward,
  options: (scene: Scene) => Partial<LearnerOptions> = () => ({}),
): Promise<{ losses: number[]; scene: Scene; explanation: string }> {
  manualSeed(1);
  const scene = new Scene();
  const part = () => new DataLoader(new ImageDataset(images), { batchSize: 32, shuffle: true });
  const learner = new Learner(new DataLoaders(part(), part()), new Model(() => scene, forward), {
    lossFunction: (prediction: Tensor, target: Tensor) => crossEntropy(prediction, target),
    lr: 0.1,
    compile,
    ...options(scene),
  });
  const changing: Callback = {
    beforeEpoch: ({ epoch }) => scene.change(epoch),
    beforeBatch: ({ batch }) => {
      if (batch % 3 === 2) scene.weight += 0.25;
    },
  };
  manualSeed(2);
  const records = await learner.fit(3, undefined, { callbacks: [changing] });
  return {
    losses: records.flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss]),
    scene,
    explanation: learner.explain(),
  };
}

const plain: Forward = ({ inner }, x) => inner(x);

describe("code of one's own", { timeout: 60_000 }, () => {
  it.each<[string, Forward, ((scene: Scene) => Partial<LearnerOptions>)?]>([
    ["a forward that uses an object's insides", ({ inner, config }, x) => inner(x).mul(config.nested.scale)],
    ["a forward that uses a list's elements", ({ inner, config }, x) => inner(x).mul(config.hidden[1]!)],
    ["a forward that uses a private field", (scene, x) => scene.inner(x).mul(scene.private)],
    [
      "a loss with a weight",
      plain,
      (scene) => ({
        lossFunction: (prediction: Tensor, target: Tensor) =>
          crossEntropy(prediction, target).mul(scene.weight),
      }),
    ],
    [
      "a forward that skips a layer by chance",
      ({ inner, extra, forwards }, x) => (coin(forwards) ? extra(inner(x)) : inner(x)),
    ],
    [
      "a forward whose number changes at every batch",
      ({ inner, forwards }, x) => inner(x).mul(1 + forwards / 100),
    ],
    ["a gradient of one's own", ({ inner, straightThrough }, x) => straightThrough(inner(x).mul(4))],
    [
      "a hook on a tensor",
      (scene, x) => {
        const y = scene.inner(x);
        if (y.requiresGrad) y.registerHook((gradient) => gradient.mul(scene.weight));
        return y;
      },
    ],
    [
      "an optimiser of one's own",
      plain,
      () => ({ optimizer: (parameters, lr) => new Signs(parameters, { lr: lr / 100 }) }),
    ],
    [
      "an optimiser with a step of its own",
      plain,
      (scene) => ({
        optimizer: (parameters, lr) => {
          const optimizer = new Signs(parameters, { lr: lr / 100 });
          const step = optimizer.step.bind(optimizer);
          optimizer.step = () => {
            optimizer.paramGroups[0]!.lr = lr / (100 + scene.weight);
            step();
          };
          return optimizer;
        },
      }),
    ],
    [
      "a forward that reads a value at times",
      ({ inner, forwards }, x) => {
        const y = inner(x);
        return forwards % 5 === 0 ? y.div(y.detach().abs().amax().itemSync()) : y;
      },
    ],
    [
      "a forward that keeps a state",
      (scene, x) => {
        const y = scene.inner(x);
        scene.kept = keep(y.detach().mean(0));
        return y.sub(scene.kept);
      },
    ],
  ])("is followed: %s", async (_name, forward, options) => {
    const [recorded, eager] = [await losses(true, forward, options), await losses(false, forward, options)];
    expect(recorded.losses).toEqual(eager.losses.map((each) => expect.closeTo(each, 4)));
    expect(recorded.scene.forwards).toBe(eager.scene.forwards);
    expect(recorded.explanation).toMatch(/training: \[32\] int32 cpu: \d+ operations/);
    if (recorded.scene.kept) expect(recorded.scene.kept.dataSync()).toHaveLength(10);
  });
});
