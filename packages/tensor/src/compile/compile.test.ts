import { beforeEach, describe, expect, it } from "vitest";
import { backwards } from "../composite/backwards.js";
import { arange, compile, fromData, manualSeed, rand, randn, type Tensor, tensor } from "../index.js";

beforeEach(() => void manualSeed(3));

/** Runs a step as it is and compiled, on the same inputs, and compares what comes out each time. */
function expectAlike(step: (...inputs: Tensor[]) => readonly Tensor[], ...runs: (readonly Tensor[])[]): void {
  const compiled = compile(step);
  for (const inputs of [...runs, ...runs]) {
    const expected = step(...inputs).map((output) => [...output.dataSync()]);
    const actual = compiled(...inputs).map((output) => [...output.dataSync()]);
    // Sums and products round in another order; two units in the last place of float32 are 2.4e-7.
    expect(actual).toEqual(expected.map((values) => values.map((value) => expect.closeTo(value, 5))));
  }
}

describe("compile", () => {
  it("fuses pointwise operations over one shape", () => {
    const step = (x: Tensor, y: Tensor) => [x.mul(y).add(1).relu().sqrt().div(x.exp())];
    expectAlike(step, [randn([5, 7]), randn([7])], [randn([5, 7]), randn([7])]);
    const compiled = compile(step);
    compiled(randn([5, 7]), randn([7]));
    expect(compiled.explain()).toMatch(/1 groups.*\n {2}chain of mul add relu/);
  });

  it.each([
    ["reductions", (x: Tensor) => [x.sum(0), x.sum(1), x.sum(), x.amax(1), x.mean([0, 1], true)]],
    [
      "products of all layouts",
      (x: Tensor) => [x.matmul(x.t()), x.t().matmul(x), x.t().matmul(x).t().mul(2)],
    ],
    [
      "places of extremes",
      (x: Tensor) => [
        x.argmax(1),
        x.argmin(0),
        x.t().argmax(1, true),
        x.mul(0).argmax(1),
        x.div(0).sub(x.div(0)).argmin(1),
        x.argmax(),
      ],
    ],
    ["softmax", (x: Tensor) => [x.softmax(1), x.logSoftmax(0), x.logsumexp(1)]],
    [
      "views",
      (x: Tensor) => [
        x.slice(1, 1, 5, 2).neg(),
        backwards(x, 0).add(x),
        x.t().contiguous().exp(),
        x.select(0, 2).mul(2),
      ],
    ],
    [
      "what only JavaScript has",
      (x: Tensor) => [x.cumsum(1).mul(2), x.argsort(1), x.topk(2, 1).values, x.prod(1)],
    ],
    [
      "bools and integers",
      (x: Tensor) => [x.gt(0), x.gt(0).where(x, 0), x.argmax(1), x.round().int().add(3)],
    ],
    [
      "outputs that are views of one value",
      (x: Tensor) => {
        const y = x.mul(3);
        return [y, y.t(), y.select(0, 1)];
      },
    ],
    ["float64", (x: Tensor) => [x.double().mul(1 / 3), x.double().matmul(x.double().t())]],
    ["an input handed through", (x: Tensor) => [x, x.add(0)]],
    ["nothing but its input", (x: Tensor) => [x.t()]],
  ] as const)("replays %s", (_name, step) => {
    expectAlike(step, [randn([4, 6])], [randn([4, 6])]);
  });

  it("changes what is outside in place, and sees it changed", () => {
    const parameter = randn([3, 3]);
    const other = parameter.clone();
    const step = (weights: Tensor) => (x: Tensor) => [weights.sub_(x.matmul(weights).mul(0.1)).sum()];
    const [eager, compiled] = [step(other), compile(step(parameter))];
    for (let i = 0; i < 5; i++) {
      const x = randn([3, 3]);
      expect(compiled(x)[0]!.itemSync()).toBeCloseTo(eager(x)[0]!.itemSync(), 5);
      if (i === 2) for (const each of [parameter, other]) each.mul_(0.5);
      parameter.dataSync().forEach((value, at) => {
        expect(value).toBeCloseTo(other.dataSync()[at]!, 5);
      });
    }
  });

  it("records again for other shapes", () => {
    const step = compile((x) => [x.square().sum()]);
    expect([4, 2, 4, 2].map((n) => step(arange(n).float())[0]!.itemSync())).toEqual([14, 1, 14, 1]);
    expect(step.explain().match(/operations/g)).toHaveLength(2);
  });

  it("runs a step that reads a value as it is, and says why", () => {
    const step = compile((x) => (x.sum().itemSync() > 0 ? [x.mul(2)] : [x.neg()]));
    expect(step(tensor([1, 2]))[0]!.arraySync()).toEqual([2, 4]);
    expect(step(tensor([-1, -2]))[0]!.arraySync()).toEqual([1, 2]);
    expect(step.explain()).toMatch(/run as it is, since the step reads a value/);
  });

  it("draws new random numbers each time, in the stream's order", () => {
    const step = (x: Tensor) => {
      const [unused, first, second] = [rand([5]), rand([3]), rand([4])];
      expect(unused.shape).toEqual([5]);
      return [second.mul_(2).sum().add(x), first.add_(x).exp()];
    };
    const compiled = compile(step);
    const x = tensor([0, 0, 0]);
    const values = (run: typeof step) => [1, 2, 3].map(() => run(x).map((each) => each.arraySync()));
    manualSeed(9);
    const expected = values(step);
    manualSeed(9);
    const actual = values((input) => compiled(input));
    expect(actual.flat(2)).toEqual((expected.flat(2) as number[]).map((each) => expect.closeTo(each, 5)));
  });

  it("gives the same bits at the first call as at later ones", () => {
    const step = (x: Tensor) => [x.exp().sum(1).tanh().mul(x.sum(0).sum())];
    const [compiled, x] = [compile(step), randn([40, 70])];
    const [first, second] = [compiled(x)[0]!, compiled(x)[0]!];
    expect(first.dataSync()).toEqual(second.dataSync());
  });

  it("does what the recording did to the outside only once", () => {
    const [count, step] = [tensor([0]), (x: Tensor) => [count.add_(1).add(x)]];
    const compiled = compile(step);
    expect([1, 2, 3].map(() => compiled(tensor([0]))[0]!.itemSync())).toEqual([1, 2, 3]);
    expect(count.itemSync()).toBe(3);
  });

  it("leaves a step that changes an argument as it is", () => {
    const step = compile((x) => [x.add_(1)]);
    const x = tensor([1]);
    step(x);
    step(x);
    expect(x.itemSync()).toBe(3);
    expect(step.explain()).toMatch(/since the step changes one of its arguments/);
  });

  it("copies one tensor twice in one chain, whatever its strides", () => {
    const step = (x: Tensor) => [
      x.t().contiguous(),
      x.t().clone(),
      x.slice(1, 0, 7, 2).clone(),
      x.slice(1, 0, 7, 2).add(0),
    ];
    expectAlike(step, [randn([5, 33])], [randn([5, 33])]);
  });

  it("says how much memory and work a step takes", () => {
    const step = compile((x) => [x.matmul(x).add(1)]);
    step(randn([100, 100]));
    expect(step.explain()).toMatch(/2 operations in 2 groups, \d+ bytes, 2.01 MFLOP/);
  });

  it("takes batches straight from a data set's bytes, within its bounds", () => {
    const bytes = fromData(
      Uint8Array.from({ length: 40 * 20 }, (_, i) => (i % 7 === 0 ? i % 256 : 0)),
      [40, 20],
    );
    const weights = randn([20, 3]);
    const step = (index: Tensor) => {
      const x = bytes.indexSelect(0, index).float().div(255);
      return [x.matmul(weights), x.t().matmul(x.matmul(weights))];
    };
    const index = (...rows: number[]) => tensor(rows, { dtype: "int32" });
    expectAlike(step, [index(3, 39, 0, 3)], [index(7, 1, 2, 30)]);
    const compiled = compile(step);
    compiled(index(0, 1));
    expect(() => compiled(index(0, 40))).toThrow(/index 40 on an axis of size 40/);
  });

  it("takes labels by sample and scores by label in linear memory, within their bounds", () => {
    const labels = tensor([2, 0, 1, 1, 2], { dtype: "int32" });
    const step = (index: Tensor, scores: Tensor) => {
      const chosen = labels.indexSelect(0, index);
      const places = chosen.unsqueeze(1);
      const twice = places.expand([4, 2]).contiguous();
      return [
        chosen,
        scores.gather(1, places).squeeze(1).neg(),
        scores.scatterAdd(1, places, scores.gather(1, places)),
        scores.scatterAdd(1, twice, scores.slice(1, 1, 3)),
        scores
          .t()
          .contiguous()
          .gather(1, index.unsqueeze(0).slice(1, 0, 2).expand([3, 2]).contiguous()),
      ];
    };
    const index = (...rows: number[]) => tensor(rows, { dtype: "int32" });
    expectAlike(step, [index(0, 3, 3, 2), randn([4, 3])], [index(0, 1, 2, 3), randn([4, 3])]);
    const compiled = compile((rows: Tensor, scores: Tensor) => [
      scores.gather(1, labels.indexSelect(0, rows).unsqueeze(1)),
    ]);
    compiled(index(0, 1), randn([2, 3]));
    expect(compiled.explain()).not.toContain("JavaScript");
    expect(() => compiled(index(0, 5), randn([2, 3]))).toThrow(/gather: got index 5 on an axis of size 5/);
    const narrow = compile((scores: Tensor, rows: Tensor) => [scores.gather(1, rows.unsqueeze(1))]);
    narrow(randn([2, 3]), index(2, 0));
    expect(() => narrow(randn([2, 3]), index(0, -1))).toThrow(/index -1 on an axis of size 3/);
  });

  it("multiplies bytes with one column without leaving zeros out", () => {
    const bytes = fromData(
      Uint8Array.from({ length: 30 * 37 }, (_, i) => (i * 7919) % 256),
      [30, 37],
    );
    const weights = randn([37, 1]);
    const step = (index: Tensor, errors: Tensor) => {
      const x = bytes.indexSelect(0, index).float().div(255);
      return [x.matmul(weights), x.t().matmul(errors)];
    };
    const index = (...rows: number[]) => tensor(rows, { dtype: "int32" });
    expectAlike(step, [index(3, 29, 0), randn([3, 1])], [index(7, 1, 2), randn([3, 1])]);
  });

  it("keeps memory of temporaries apart from what is still needed", () => {
    const step = (x: Tensor) => {
      let y = x;
      const kept: Tensor[] = [];
      for (let i = 0; i < 8; i++) {
        y = y.matmul(x).tanh();
        kept.push(y.sum(1));
      }
      return kept;
    };
    expectAlike(step, [randn([9, 9])], [randn([9, 9])]);
  });

  it("gives its memory back", () => {
    const step = compile((x) => [x.add(1)]);
    step(tensor([1]));
    step.release();
    expect(step(tensor([2]))[0]!.arraySync()).toEqual([3]);
  });
});
