import { Generator, manualSeed, randint } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { DataLoader } from "../data-loader.js";
import { randomSplit } from "../datasets/subset.js";
import golden from "../golden/data-loading.json" with { type: "json" };
import { BatchSampler } from "./batch-sampler.js";
import { RandomSampler, SubsetRandomSampler } from "./random-sampler.js";
import { SequentialSampler } from "./sampler.js";
import { StratifiedSampler } from "./stratified-sampler.js";
import { WeightedRandomSampler } from "./weighted-random-sampler.js";

/** A data set whose batches are their own indices. */
const range = (length: number) => ({ length, batch: (indices: Int32Array) => [...indices] });

const own = (seed: number | null) => (seed === null ? {} : { generator: new Generator(seed) });

const actions: Readonly<Record<string, (...parameters: never[]) => unknown>> = {
  random_sampler(size: number, replacement: boolean, count: number | null, seed: number | null) {
    const options = own(seed);
    const sampler = new RandomSampler(size, { replacement, numSamples: count ?? size, ...options });
    const passes = [[...sampler.order()], [...sampler.order()]];
    return [...passes, seed === null ? [] : [...randint(1000, [2], options).dataSync()]];
  },
  weighted_sampler(weights: number[], count: number, replacement: boolean, seed: number | null) {
    const sampler = new WeightedRandomSampler(weights, count, { replacement, ...own(seed) });
    return [[...sampler.order()], [...sampler.order()]];
  },
  subset_sampler: (indices: number[], seed: number | null) => [
    [...new SubsetRandomSampler(indices, own(seed).generator).order()],
  ],
  split: (size: number, lengths: number[]) =>
    randomSplit(range(size), lengths).map(({ indices }) => [...indices]),
  loader(size: number, batchSize: number, options: { drop_last?: boolean }) {
    const dropLast = options.drop_last ?? false;
    const loader = new DataLoader(range(size), { batchSize, shuffle: true, dropLast });
    return [[...loader], [...loader]];
  },
  loader_weighted(batchSize: number) {
    const weights = [0.1, 0.9, 0, 0.4, 0.7, 3.0, 0.6, 1e-3];
    const loader = new DataLoader(range(8), { batchSize, sampler: new WeightedRandomSampler(weights, 12) });
    return [[...loader], [...loader]];
  },
};

describe("PyTorch's order", () => {
  it.each(golden.cases.map((each) => [each.name, each.seed, JSON.stringify(each.arguments), each] as const))(
    "%s, seed %d, %s",
    (name, seed, _, { arguments: parameters, result, next }) => {
      manualSeed(seed);
      expect(actions[name]!(...(parameters as never[]))).toEqual(result);
      expect([...randint(1000, [2]).dataSync()]).toEqual(next);
    },
  );
});

describe("StratifiedSampler", () => {
  const labels = Array.from({ length: 1000 }, (_, index) => (index < 700 ? 0 : index < 950 ? 1 : 2));

  it("visits each sample once, in a new order every pass", () => {
    const sampler = new StratifiedSampler(labels, new Generator(1));
    const [first, second] = [sampler.order(), sampler.order()];
    expect(Int32Array.from(first).sort()).toEqual(new SequentialSampler(1000).order());
    expect(second).not.toEqual(first);
  });

  it("gives every batch the set's proportions", () => {
    const batches = new BatchSampler(new StratifiedSampler(labels, new Generator(2)), 100).batches();
    for (const batch of batches) {
      const counts = [0, 1, 2].map((label) => batch.filter((index) => labels[index] === label).length);
      expect(Math.abs(counts[0]! - 70)).toBeLessThanOrEqual(2);
      expect(Math.abs(counts[1]! - 25)).toBeLessThanOrEqual(2);
      expect(Math.abs(counts[2]! - 5)).toBeLessThanOrEqual(2);
    }
  });
});

describe("samplers refuse", () => {
  it.each([
    [
      () => new RandomSampler(5, { numSamples: 0 }),
      "RandomSampler: got numSamples 0; expected a whole number from 1 up.",
    ],
    [() => new WeightedRandomSampler([1, -1], 2), "got weight -1; expected weights from 0 up"],
    [() => new WeightedRandomSampler([1, Number.NaN], 2), "got weight NaN"],
    [
      () => new WeightedRandomSampler([0, 0], 2),
      "got 0 weights above 0; expected weights from 0 up, at least 1",
    ],
    [() => new WeightedRandomSampler([1, 0, 1], 3, { replacement: false }), "got 2 weights above 0"],
    [() => new BatchSampler(new SequentialSampler(3), 0), "BatchSampler: got batchSize 0"],
    [
      () => new BatchSampler(new SequentialSampler(3), 2, { dropLast: true } as never),
      "BatchSampler: got dropLast { dropLast }; expected true or false.",
    ],
    [() => randomSplit(range(10), [3, 8]), "randomSplit: got lengths 3, 8; expected counts that sum to 10"],
    [() => randomSplit(range(10), [0.5, 0.4]), "got lengths 0.5, 0.4"],
  ])("%#", (action, words) => {
    expect(action).toThrow(words);
  });
});

it("nothing to draw from is refused", () => {
  for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => new RandomSampler(size)).toThrow(
      `RandomSampler: got a data set of length ${size}; expected a whole number from 1 up.`,
    );
  }
});
