import { noGrad } from "@mnist/autograd";
import { DataLoader, ImageDataset, strokes } from "@mnist/data";
import { BatchNorm1d, crossEntropy, Dropout, Linear, Module, Parameter, ReLU, Tanh } from "@mnist/nn";
import { Adam, SGD } from "@mnist/nn/optim";
import { keep, manualSeed, ones, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { accuracy, type Callback, DataLoaders, Learner, type LearnerOptions } from "./index.js";

/** 8 batches of 32 and one of 16, so that two sizes are recorded. */
const images = strokes({ count: 272, seed: 5 });

class Net extends Module {
  static override readonly name = "Net";
  readonly first = new Linear(784, 16);
  activation: ReLU | Tanh = new ReLU();
  readonly norm = new BatchNorm1d(16);
  readonly dropout = new Dropout(0.2);
  readonly last = new Linear(16, 10);
  forwards = 0;
  scale = ones([16]);
  hidden: Tensor | null = null;

  constructor(readonly work: (net: Net, x: Tensor) => Tensor) {
    super();
  }

  override forward(x: Tensor): Tensor {
    this.forwards++;
    return this.work(this, x);
  }
}

interface Variant {
  readonly forward?: (net: Net, x: Tensor) => Tensor;
  readonly options?: (net: Net) => Partial<LearnerOptions>;
  readonly optimizer?: (net: Net) => SGD | Adam;
  readonly callback?: (net: Net, group: Record<string, unknown>, optimizer: SGD | Adam) => Callback;
}

const whole = ({ first, activation, norm, dropout, last }: Net, x: Tensor): Tensor =>
  last(dropout(norm(activation(first(x)))));
const short = ({ first, last }: Net, x: Tensor): Tensor => last(first(x));

async function fitted(compile: boolean, { forward = whole, options, optimizer, callback }: Variant) {
  manualSeed(1);
  const net = new Net(forward);
  const changed = optimizer?.(net) ?? new SGD([...net.parameters()], { lr: 0.1, momentum: 0.9 });
  const part = () => new DataLoader(new ImageDataset(images), { batchSize: 32, shuffle: true });
  const learner = new Learner(new DataLoaders(part(), part()), net, {
    lossFunction: crossEntropy,
    metrics: [accuracy],
    optimizer: () => changed,
    compile,
    ...options?.(net),
  });
  manualSeed(2);
  const group = changed.paramGroups[0] as unknown as Record<string, unknown>;
  const callbacks = callback === undefined ? [] : [callback(net, group, changed)];
  const records = await learner.fit(3, undefined, { callbacks });
  return {
    losses: records.flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss]),
    weight: [...net.last.weight.dataSync()],
    forwards: net.forwards,
    explanation: learner.explain(),
  };
}

const variants: Readonly<Record<string, Variant>> = {
  "a layer that is frozen for an epoch": {
    callback: ({ first }) => ({ beforeEpoch: ({ epoch }) => void first.weight.requiresGrad_(epoch !== 2) }),
  },
  "a layer that is frozen at every second batch": {
    callback: ({ first }) => ({
      beforeBatch: ({ batch }) => void first.weight.requiresGrad_(batch % 2 === 0),
    }),
  },
  "weights that a callback shrinks": {
    callback: ({ first }) => ({
      beforeBatch: ({ batch }) => {
        if (batch % 3 === 0) noGrad(() => first.weight.mul_(0.9));
      },
    }),
  },
  "a parameter that is replaced": {
    callback: ({ first }) => ({
      beforeEpoch: ({ epoch }) => {
        if (epoch === 2) Object.assign(first, { bias: new Parameter(ones([16])) });
      },
    }),
  },
  "momentum and weight decay that change": {
    callback: (_net, group) => ({
      beforeBatch: ({ batch }) =>
        void Object.assign(group, { momentum: 0.5 + batch / 100, weightDecay: batch % 2 ? 0.01 : 0 }),
    }),
  },
  "Nesterov's momentum for an epoch": {
    callback: (_net, group) => ({
      beforeEpoch: ({ epoch }) => void Object.assign(group, { nesterov: epoch === 2 }),
    }),
  },
  "parameters that join later": {
    optimizer: ({ last }) => new SGD([...last.parameters()], { lr: 0.1 }),
    callback: ({ first }, _group, optimizer) => ({
      beforeEpoch: ({ epoch }) => {
        if (epoch === 2) optimizer.addParamGroup({ parameters: [...first.parameters()], lr: 0.01 });
      },
    }),
  },
  "Adam's betas and epsilon that change": {
    optimizer: (net) => new Adam([...net.parameters()], { lr: 0.01 }),
    callback: (_net, group) => ({
      beforeBatch: ({ batch }) =>
        void Object.assign(group, { betas: [0.9 - batch / 100, 0.99], eps: 1e-8 * (1 + batch) }),
    }),
  },
  "AMSGrad from the third epoch on": {
    optimizer: (net) => new Adam([...net.parameters()], { lr: 0.01 }),
    callback: (_net, group) => ({
      beforeEpoch: ({ epoch }) => void Object.assign(group, { amsgrad: epoch === 3 }),
    }),
  },
  "a rate of dropout that changes": {
    callback: ({ dropout }) => ({
      beforeBatch: ({ batch }) => void Object.assign(dropout, { p: batch % 2 ? 0 : 0.5 }),
    }),
  },
  "numbers of a batch norm that change": {
    callback: ({ norm }) => ({
      beforeBatch: ({ batch }) =>
        void Object.assign(norm, { momentum: 0.1 + batch / 20, eps: 1e-5 * (batch + 1) }),
    }),
  },
  "a layer that evaluates at every second batch": {
    callback: ({ norm }) => ({ beforeBatch: ({ batch }) => void norm.train(batch % 2 === 0) }),
  },
  "an activation that is swapped": {
    callback: (net) => ({
      beforeEpoch: ({ epoch }) => {
        net.activation = epoch === 2 ? new Tanh() : new ReLU();
      },
    }),
  },
  "a hook that comes and goes": {
    callback: ({ first }) => {
      let remove = () => {};
      return {
        beforeEpoch: ({ epoch }) => {
          remove();
          if (epoch === 2) remove = first.registerForwardHook((_module, _inputs, y) => y.mul(0.5));
        },
      };
    },
  },
  "a captured tensor that is replaced": {
    forward: (net, x) => net.last(net.first(x).mul(net.scale)),
    callback: (net) => ({
      beforeBatch: ({ batch }) => {
        net.scale = keep(tensor(Array.from({ length: 16 }, (_, i) => (i % (batch + 2) === 0 ? 1 : 0.5))));
      },
    }),
  },
  "a loss that uses what the forward left": {
    forward: (net, x) => {
      net.hidden = net.first(x);
      return net.last(net.hidden.relu());
    },
    options: (net) => ({
      lossFunction: (prediction: Tensor, target: Tensor) =>
        crossEntropy(prediction, target).add(net.hidden!.square().mean().mul(0.1)),
    }),
  },
  "weights of classes made at every batch": {
    options: (net) => ({
      lossFunction: (prediction: Tensor, target: Tensor) => {
        const weight = tensor(Array.from({ length: 10 }, (_, i) => (i === net.forwards % 10 ? 2 : 1)));
        return crossEntropy(prediction, target, { weight });
      },
    }),
  },
  "smoothing that changes": {
    options: (net) => ({
      lossFunction: (prediction: Tensor, target: Tensor) =>
        crossEntropy(prediction, target, { labelSmoothing: (net.forwards % 4) / 10 }),
    }),
  },
  "gradients that a callback scales": {
    callback: (net) => ({
      afterBackward: () => void noGrad(() => net.first.weight.grad?.mul_(1 / (1 + (net.forwards % 3)))),
    }),
  },
  "a layer that is detached at every third batch": {
    forward: (net, x) => net.last(net.forwards % 3 === 0 ? net.first(x).detach() : net.first(x)),
  },
  noise: { forward: (net, x) => net.last(net.first(x).add(randn([16]).mul(0.1))) },
  "a size of the batch as a number": { forward: (net, x) => short(net, x).mul(x.shape[0]! / 32) },
  "a branch on a value": {
    forward: ({ first, last }, x) => {
      const hidden = first(x);
      return hidden.detach().mean().itemSync() > 0 ? last(hidden) : last(hidden.neg());
    },
  },
  "an axis and a shift that change": {
    forward: (net, x) => net.last(net.first(x).roll(net.forwards % 16, 1)),
  },
  "targets that are changed in place": {
    callback: () => ({
      beforeBatch: ({ target, batch }) => void (batch % 2 === 1 && target!.fill_(3)),
    }),
  },
  "pictures that are partly erased": {
    callback: () => ({
      beforeBatch: ({ input, batch }) => void (batch % 2 === 1 && input!.narrow(1, 0, 400).fill_(0)),
    }),
  },
  "answers that are left out of a validation": {
    callback: () => ({
      isRecordable: true,
      afterPredict: (context) => {
        if (context.training || context.batch > 0) return;
        context.prediction = context.prediction!.narrow(0, 0, 3);
        context.target = context.target!.narrow(0, 0, 3);
      },
    }),
  },
  "a callback that says late that it is recordable": {
    callback: () => {
      const late: { isRecordable?: boolean } & Callback = {
        afterLoss: (context) => {
          context.loss = context.loss!.mul(2);
        },
        beforeFit: () => void Object.assign(late, { isRecordable: true }),
      };
      return late;
    },
  },
  "a change in place by another number": { forward: (net, x) => short(net, x).mul_(1 + (net.forwards % 3)) },
};

describe("what changes between two batches", { timeout: 60_000 }, () => {
  it.each(Object.entries(variants))("counts at the next: %s", async (_name, variant) => {
    const [recorded, eager] = [await fitted(true, variant), await fitted(false, variant)];
    expect(recorded.forwards).toBe(eager.forwards);
    expect(recorded.losses).toEqual(eager.losses.map((each) => expect.closeTo(each, 4)));
    expect(recorded.weight).toEqual(eager.weight.map((each) => expect.closeTo(each, 4)));
    expect(recorded.explanation).toContain("[32] int32 cpu");
  });

  it.each<[string, (x: Tensor) => Tensor, Callback]>([
    [
      "a callback",
      (x) => x,
      { beforeBatch: ({ input, training }) => void (training && input!.requiresGrad_()) },
    ],
    ["the model", (x) => (x.requiresGrad ? x : x.requiresGrad_()), {}],
  ])("gives pictures their gradient where %s asks for it", async (_who, look, asking) => {
    const slopes: unknown[][] = [];
    for (const compile of [true, false]) {
      const seen: unknown[] = [];
      const watching: Callback = {
        ...asking,
        afterBatch: ({ input, training }) =>
          void (training && seen.push(input!.grad?.abs().sum().itemSync())),
      };
      await fitted(compile, { forward: (net, x) => short(net, look(x)), callback: () => watching });
      slopes.push(seen);
    }
    expect(slopes[0]).toHaveLength(27);
    expect(slopes[0]).toEqual(slopes[1]!.map((each) => expect.closeTo(each as number, 3)));
  });
});
