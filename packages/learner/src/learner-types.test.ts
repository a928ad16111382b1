import { DataLoader, defaultCollate, TensorDataset } from "@mnist/data";
import { crossEntropy, Linear, Module, mseLoss } from "@mnist/nn";
import { cat, manualSeed, randint, randn, type Tensor } from "@mnist/tensor";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  accuracy,
  averaged,
  type Callback,
  DataLoaders,
  EMA,
  GradientClip,
  Learner,
  Recorder,
} from "./index.js";

type Encoded = readonly [output: Tensor, mean: Tensor, logVariance: Tensor];

class VariationalEncoder extends Module {
  readonly mean = new Linear(6, 2);
  readonly logVariance = new Linear(6, 2);
  readonly decoder = new Linear(2, 6);

  override forward(x: Tensor): Encoded {
    const [mean, logVariance] = [this.mean(x), this.logVariance(x)];
    return [this.decoder(mean.add(logVariance.mul(0.5).exp())), mean, logVariance];
  }
}

class Recurrent extends Module {
  readonly input = new Linear(3, 4);
  readonly hidden = new Linear(4, 4);

  override forward(x: Tensor): readonly [output: Tensor, state: readonly [hidden: Tensor, cell: Tensor]] {
    let [hidden, cell] = [this.input(x.select(1, 0)), this.input(x.select(1, 0))];
    for (let step = 1; step < x.shape[1]!; step++) {
      cell = cell.add(this.input(x.select(1, step)));
      hidden = this.hidden(cell).tanh();
    }
    return [hidden, [hidden, cell]];
  }
}

interface Words {
  readonly ids: Tensor;
  readonly mask: Tensor;
}

class Reader extends Module {
  readonly inner = new Linear(4, 3);

  override forward({ ids, mask }: Words): { readonly scores: Tensor; readonly length: Tensor } {
    return { scores: this.inner(ids.mul(mask)), length: mask.sum(1) };
  }
}

const sized = { batchSize: 5, shuffle: true };

/** The same two epochs recorded and step by step. */
async function expectSameFit<Input, Target, Output>(
  make: (compile: boolean) => Learner<Input, Target, Output>,
): Promise<Learner<Input, Target, Output>> {
  const fits = [true, false].map(async (compile) => {
    manualSeed(3);
    return make(compile);
  });
  const [recorded, eager] = (await Promise.all(fits)) as [
    Learner<Input, Target, Output>,
    Learner<Input, Target, Output>,
  ];
  const losses = async (learner: Learner<Input, Target, Output>) => {
    manualSeed(4);
    return (await learner.fit(2, 0.1)).flatMap((epoch) => [epoch.trainLoss, epoch.validLoss]);
  };
  const [actual, expected] = [await losses(recorded), await losses(eager)];
  actual.forEach((loss, i) => {
    if (Number.isNaN(expected[i])) expect(loss).toBeNaN();
    else expect(loss).toBeCloseTo(expected[i]!, 5);
  });
  expect(recorded.explain()).toMatch(/training: .*operations in \d+ groups/);
  return recorded;
}

describe("a learner of a model", () => {
  it("that answers three tensors", async () => {
    const learner = await expectSameFit((compile) => {
      const x = randn([17, 6]);
      const loader = () => new DataLoader(new TensorDataset(x, x), sized);
      return new Learner(new DataLoaders(loader(), loader()), new VariationalEncoder(), {
        lossFunction: ([output, mean, logVariance], target) =>
          mseLoss(output, target).add(mean.square().add(logVariance.exp()).sub(logVariance).mean()),
        metrics: [
          function spread([, mean]) {
            return mean.abs().mean();
          },
        ],
        callbacks: [new EMA({ keep: false }), new GradientClip(), new Recorder()],
        compile,
      });
    });
    expectTypeOf(learner).toEqualTypeOf<Learner<Tensor, Tensor, Encoded>>();
    const { predictions, decoded, losses } = await learner.getPreds({ withLoss: true });
    expectTypeOf(predictions).toEqualTypeOf<Encoded>();
    expect([...predictions, losses!].map(({ shape }) => shape)).toEqual([[17, 6], [17, 2], [17, 2], [17]]);
    expect(decoded).toBe(predictions);
    expect(learner.predict(randn([2, 6]))[1].shape).toEqual([2, 2]);
    expect((await learner.summary()).totalParams).toBe(2 * 14 + 18);
  });

  it("that answers an output and a state", async () => {
    const learner = await expectSameFit((compile) => {
      const dataset = new TensorDataset(randn([12, 5, 3]), randint(4, [12]));
      return new Learner(new DataLoaders(new DataLoader(dataset, sized)), new Recurrent(), {
        lossFunction: ([output, [, cell]], target) => crossEntropy(output.add(cell), target),
        metrics: [averaged(([output], target) => accuracy(output, target), "accuracy")],
        compile,
      });
    });
    const [, [hidden]] = learner.predict(randn([2, 5, 3]));
    expect(hidden.shape).toEqual([2, 4]);
    await expect(learner.showResults()).rejects.toThrow("expected a validation set");
  });

  it("that takes and answers records", async () => {
    const seen: number[] = [];
    const looking: Callback<Words, Tensor, { readonly scores: Tensor; readonly length: Tensor }> = {
      afterBatch({ input, prediction }) {
        if (input !== null && prediction !== null)
          seen.push(cat([input.ids, input.mask]).length, prediction.length.ndim);
      },
    };
    await expectSameFit((compile) => {
      const samples = Array.from({ length: 10 }, () => {
        const words: Words = { ids: randn([4]), mask: randint(2, [4]).float() };
        return [words, randint(3, [])] as const;
      });
      const collate = (parts: readonly (typeof samples)[number][]) => defaultCollate(parts);
      const loader = new DataLoader(samples, { ...sized, collate });
      return new Learner(new DataLoaders(loader, loader), new Reader(), {
        lossFunction: ({ scores }, target) => crossEntropy(scores, target),
        metrics: [averaged(({ scores }, target) => accuracy(scores, target), "accuracy")],
        callbacks: [looking],
        compile,
      });
    });
    expect(new Set(seen)).toEqual(new Set([10, 1]));
  });

  it("refuses a loss or a metric of something else", () => {
    const loaders = new DataLoaders(new DataLoader(new TensorDataset(randn([4, 6]), randn([4, 6])), sized));
    // @ts-expect-error the predictions are three tensors
    new Learner(loaders, new VariationalEncoder(), { lossFunction: mseLoss });
    const lossFunction = ([output]: Encoded, target: Tensor) => mseLoss(output, target);
    // @ts-expect-error the metric is of one tensor
    new Learner(loaders, new VariationalEncoder(), { lossFunction, metrics: [accuracy] });
    // @ts-expect-error the model takes records
    new Learner(loaders, new Reader(), { lossFunction: ({ scores }, target) => mseLoss(scores, target) });
  });
});
