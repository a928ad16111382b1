import { afterAll, beforeAll, expect, it } from "vitest";
import { webgpu } from "../backend/webgpu/index.js";
import {
  compile,
  conv2d,
  cpu,
  manualSeed,
  randint,
  randn,
  setDefaultDevice,
  type Tensor,
  zeros,
} from "../index.js";

const device = await webgpu();
beforeAll(() => setDefaultDevice(device));
afterAll(() => {
  setDefaultDevice(cpu);
  device.destroy();
});

/** What a step leaves, done as it is and replayed twice over. */
async function outcomes(make: () => (x: Tensor) => Tensor[], shape: readonly number[]) {
  const done = async (around: (step: (x: Tensor) => Tensor[]) => (x: Tensor) => Tensor[]) => {
    manualSeed(3);
    const step = around(make());
    const input = randn(shape);
    step(input);
    return Promise.all(step(input).map((each) => each.data()));
  };
  let notes = "";
  const expected = await done((step) => step);
  const actual = await done((step) => {
    const compiled = compile(step);
    return (x) => {
      const results = compiled(x);
      notes = compiled.explain();
      return results;
    };
  });
  return {
    expected,
    actual,
    groups: notes
      .split("\n")
      .slice(1)
      .map((note) => note.trim()),
  };
}

const steps: Record<string, { shape: number[]; groups: string[]; make: () => (x: Tensor) => Tensor[] }> = {
  "what comes before and after a short sum": {
    shape: [3, 5, 7],
    groups: ["chain of square mul sum add sum"],
    make: () => (x) => {
      const square = x.square();
      return [square.mul(x).sum(1).add(1), square.sum(1, true)];
    },
  },
  "what comes before and after a long sum along outer axes": {
    shape: [30, 4, 50],
    groups: ["chain of sub square sum div", "chain of mul add"],
    make: () => (x) => {
      const centred = x.sub(0.5);
      const variance = centred.square().sum([0, 2], true).div(1500);
      return [variance, centred.mul(variance).add(1)];
    },
  },
  "eight sums at once, and another the ninth": {
    shape: [2, 200],
    groups: [`chain of ${"mul sum ".repeat(8)}mul`, "sum"],
    make: () => (x) => Array.from({ length: 9 }, (_, i) => x.mul(i).sum(1)),
  },
  "a sum of 32,000 by a large workgroup": {
    shape: [2, 32_000],
    groups: ["chain of mul sum mul"],
    make: () => (x) => [x.mul(0.5).sum(1).mul(2)],
  },
  "a product with bias and activation, and the change of a weight in place": {
    shape: [33, 20],
    groups: ["chain of matmul add relu", "chain of sum mul sub mul"],
    make: () => {
      const [weights, bias] = [randn([20, 40]), randn([40])];
      return (x) => {
        const out = x.matmul(weights).add(bias).relu();
        bias.sub_(out.sum(0).mul(0.01));
        return [out, bias.mul(2)];
      };
    },
  },
  "a product, and another the change of the weights that it still reads": {
    shape: [8, 8],
    groups: ["chain of matmul mul", "sub"],
    make: () => {
      const weights = randn([8, 8]);
      return (x) => {
        const out = x.matmul(weights);
        weights.sub_(out.mul(0.1));
        return [out];
      };
    },
  },
  "elements looked up, and another what puts one back in each line": {
    shape: [9, 6],
    groups: ["chain of gather mul", "scatterAdd"],
    make: () => {
      const index = randint(0, 6, [9, 1]);
      return (x) => [zeros([9, 6]).scatterAdd(1, index, x.gather(1, index).mul(3))];
    },
  },
  "a convolution with its bias": {
    shape: [2, 3, 8, 8],
    groups: ["chain of conv2d add relu"],
    make: () => {
      const [filters, bias] = [randn([4, 3, 3, 3]), randn([4])];
      return (x) => [conv2d(x, filters, bias, { padding: 1 }).relu()];
    },
  },
};

it.each(Object.entries(steps))("one kernel does %s", async (_, { shape, groups, make }) => {
  const { expected, actual, groups: found } = await outcomes(make, shape);
  actual.forEach((values, i) => {
    values.forEach((value, at) => void expect(value).toBeCloseTo(expected[i]![at]!, 3));
  });
  expect(found).toEqual(groups);
});
