import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webgpu } from "../backend/webgpu/index.js";
import {
  type CompiledStep,
  compile,
  cpu,
  keep,
  manualSeed,
  rand,
  randn,
  scope,
  setDefaultDevice,
  stack,
  type Tensor,
  tensor,
  zeros,
} from "../index.js";
import { outcomesLater, type RandomStep, randomSteps } from "../testing/random-step.js";

const device = await webgpu();
beforeAll(() => setDefaultDevice(device));
afterAll(() => {
  setDefaultDevice(cpu);
  device.destroy();
});

/** A step without what this device refuses: float64, and reading at once. */
function fitting(step: RandomStep): RandomStep {
  const actions = step.actions.filter(({ kind }) => kind !== "wide" && kind !== "read");
  return { ...step, actions };
}

const possible = randomSteps
  .filter(({ dtype }) => dtype !== "float64")
  .map(fitting)
  .filter(({ actions }) => actions.length > 0);

it("any step of views, changes in place, aliases and numbers does replayed what it does as it is", async () => {
  let replayed = 0;
  const property = fc.asyncProperty(possible, async (step) => {
    const expected = await outcomesLater(step, (each) => each);
    let compiled: CompiledStep | undefined;
    const actual = await outcomesLater(step, (each) => {
      compiled = compile(each);
      return compiled;
    });
    if (compiled?.explain().includes("operations in")) replayed++;
    compiled?.release();
    expect(actual).toEqual(expected);
  });
  await fc.assert(property, { numRuns: 25, seed: 7 });
  expect(replayed).toBeGreaterThan(12);
});

describe("a step that is replayed", () => {
  /** A layer, its loss, and a change of its weights in place: one step of a training, by hand. */
  const training = (weights: Tensor, rate: number) => (x: Tensor) => {
    const drawn = rand([8, 5]).gt(0.3).float();
    const out = x.matmul(weights).mul(drawn).relu();
    const loss = out.square().mean();
    const gradient = x.t().matmul(out.mul(2).mul(drawn).div(out.numel()));
    weights.sub_(gradient.mul(rate));
    return [loss, out.softmax(1).argmax(1)];
  };

  it("has the bits of one that is not, at the first call and at the thousandth", async () => {
    const results = [];
    for (const around of [(step: (x: Tensor) => Tensor[]) => step, compile]) {
      manualSeed(5);
      const weights = randn([7, 5]);
      const step = around(training(weights, 0.01));
      let last: Tensor[] = [];
      for (let i = 0; i < 1000; i++) last = scope(() => step(randn([8, 7])));
      results.push([await weights.data(), ...(await Promise.all(last.map((each) => each.data())))]);
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("is given other numbers, which are written where they changed", async () => {
    const total = zeros([3]);
    let rate = 1;
    const step = compile((x: Tensor) => {
      total.add_(x.mul(rate));
      return [zeros([2, 2]).fill_(rate).sum()];
    });
    for (rate of [1, 1, 2, 0.5]) {
      const [sum] = step(tensor([1, 2, 3]));
      expect(await sum!.item()).toBe(4 * rate);
    }
    expect(await total.array()).toEqual([4.5, 9, 13.5]);
    expect(step.explain()).toContain("mul");
  });

  it("keeps what it is asked to, and gives its memory back", async () => {
    let kept: Tensor | null = null;
    const step = compile((x: Tensor) => {
      kept = keep(x.add(1));
      return [kept.mul(2)];
    });
    for (const value of [1, 2, 3]) {
      const [doubled] = step(tensor([value]));
      expect(await doubled!.item()).toBe(2 * (value + 1));
      expect(await kept!.item()).toBe(value + 1);
    }
    const held = device.usedBytes; // nothing is awaited from here on, so that no finalizer can run between
    step.release();
    expect(device.usedBytes).toBeLessThan(held);
  });

  it("leaves results that stay what they are while it runs on, and give their memory back", async () => {
    const step = compile((x: Tensor) => [x.sum(), x.mul(2)]);
    scope(() => void step(tensor([0, 0])));
    const held = device.usedBytes;
    const kept = scope(() => Array.from({ length: 600 }, (_, i) => step(tensor([i, 1]))));
    expect(device.usedBytes).toBe(held + kept.flat().length * 256);
    const sums = await Promise.all(kept.map(([sum]) => sum!.item()));
    expect(sums).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
    expect(await kept[17]![1]!.array()).toEqual([34, 2]);
    for (const each of kept.flat()) each[Symbol.dispose]();
    expect(device.usedBytes).toBeLessThanOrEqual(held); // less where a finalizer ran
  });

  it("leaves results that change one another, as they are and in a step", async () => {
    const double = compile((x: Tensor) => [x.mul(2)]);
    const doubled = [0, 1, 2, 3].map((value) => double(tensor([[value]]))[0]!);
    const [a, b, c] = doubled.slice(1) as [Tensor, Tensor, Tensor]; // the first was made before a program was
    const values = () => stack([a, b, c]).flatten().array();
    a.add_(b).mul_(c.add(c));
    b.fill_(7);
    expect(await values()).toEqual([72, 7, 6]);
    const total = compile(() => [a.add_(b.matmul(c))]);
    for (let i = 1; i <= 3; i++) {
      total();
      expect(await values()).toEqual([72 + i * 42, 7, 6]);
    }
  });

  it("refuses a tensor from outside whose memory was released", async () => {
    const outside = tensor([1, 2]);
    const step = compile((x: Tensor) => [x.add(outside)]);
    expect(await step(tensor([1, 1]))[0]!.array()).toEqual([2, 3]);
    outside[Symbol.dispose]();
    expect(() => step(tensor([1, 1]))).toThrow("released");
  });

  it("tells of an index out of range when something is read", async () => {
    const step = compile((index: Tensor) => [tensor([1, 2, 3]).gather(0, index)]);
    const taken = (index: number) => step(tensor([index], { dtype: "int32" }))[0]!.data();
    expect(await taken(2)).toEqual(Float32Array.of(3));
    await expect(taken(5)).rejects.toThrow("gather: got index 5 on an axis of size 3");
    expect(await taken(0)).toEqual(Float32Array.of(1));
  });
});
