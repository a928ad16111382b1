import { beforeEach, describe, expect, it } from "vitest";
import { compile, fromData, manualSeed, ones, rand, type Tensor, tensor, zeros } from "../../index.js";

beforeEach(() => void manualSeed(3));

const values = (outputs: readonly Tensor[]) => outputs.map((output) => output.arraySync());

describe("what a compiled step takes from around it", () => {
  it("is followed: numbers, settings, branches and tensors", () => {
    const settings = { scale: 1, isNegative: false, shift: tensor([0, 0]) };
    const f = compile((x) => {
      const y = x!.mul(settings.scale).add(settings.shift);
      return [settings.isNegative ? y.neg() : y];
    });
    const at = () => f(tensor([1, 2]))[0]!.arraySync();
    expect([at(), at()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    settings.scale = 5;
    expect(at()).toEqual([5, 10]);
    settings.isNegative = true;
    expect(at()).toEqual([-5, -10]);
    settings.shift = tensor([1, 1]);
    expect(at()).toEqual([-6, -11]);
    settings.shift.fill_(2);
    expect(at()).toEqual([-7, -12]);
    settings.isNegative = false;
    expect(at()).toEqual([7, 12]);
  });

  it("may be other numbers at every call without another recording", () => {
    let [scale, rate, length] = [1, 0.5, 2000];
    const w = ones([2000]);
    const f = compile((x) => {
      w.sub_(x!.mul(scale).mul(rate));
      return [w.sum().div(length)];
    });
    let expected = 1;
    for (let i = 1; i <= 40; i++) {
      [scale, rate, length] = [i, 0.5 / i ** 2, 2000 + i];
      expected -= scale * rate;
      expect(f(ones([2000]))[0]!.itemSync()).toBeCloseTo((expected * 2000) / length, 4);
    }
    expect(f.explain().match(/operations in/g)).toHaveLength(1);
  });

  it("may be a divisor that a gather takes in", () => {
    let divisor = 255;
    const bytes = fromData(
      Uint8Array.from({ length: 60 }, (_, i) => i),
      [3, 20],
    );
    const f = compile((index) => [bytes.indexSelect(0, index!).float().div(divisor)]);
    const index = tensor([2], { dtype: "int32" });
    expect(f(index)[0]!.sum().itemSync()).toBeCloseTo(990 / 255, 4);
    divisor = 10;
    expect(f(index)[0]!.sum().itemSync()).toBeCloseTo(99, 4);
    const scale = tensor(5);
    const g = compile((rows) => [bytes.indexSelect(0, rows!).float().div(scale)]);
    expect(g(index)[0]!.sum().itemSync()).toBeCloseTo(198, 4);
    scale.fill_(2);
    expect(g(index)[0]!.sum().itemSync()).toBeCloseTo(495, 4);
  });

  it("may be values and numbers made at random, by whatever generator, in JavaScript too", () => {
    const inputs = Array.from({ length: 9 }, (_, i) => tensor([i, i]));
    const step = (x: Tensor) => {
      const skips = rand([1]).ndim === 1 && Math.sin(x.numel()) > 2;
      const given = tensor([inputs.length, 1]).mul_(2);
      return [skips ? x : x.add(given).add(rand([2]))];
    };
    manualSeed(1);
    const expected = inputs.map((x) => values(step(x)));
    manualSeed(1);
    const f = compile((x) => step(x!));
    expect(inputs.map((x) => values(f(x)))).toEqual(expected);
    expect(f.explain()).toMatch(/operations in/);
  });

  it("runs its own code once a call, whatever becomes of the call", () => {
    let [calls, isReading] = [0, false];
    const count = zeros([1]);
    const f = compile((x) => {
      calls++;
      count.add_(1);
      const y = x!.mul(calls);
      if (isReading) calls += y.itemSync() > 0 ? 0 : 100;
      return [y.add(count)];
    });
    const results = [1, 2, 3, 4, 5, 6].map((i) => {
      isReading = i === 4;
      return f(tensor([1]))[0]!.itemSync();
    });
    expect(results).toEqual([2, 4, 6, 8, 10, 12]);
    expect([calls, count.itemSync()]).toEqual([6, 6]);
    expect(f.explain()).toContain("at times run as it is, since the step reads a value");
  });

  it("is looked at where a check needs its values, once what the step did to it is done", () => {
    const divisors = tensor([[-3], [0]], { dtype: "int32" }).t();
    const f = compile((x) => [x!.floorDivide(divisors.add_(1))]);
    const at = () => f(tensor([6, 6], { dtype: "int32" }))[0]!.arraySync();
    expect([at(), at()]).toEqual([[[-3, 6]], [[-6, 3]]]);
    expect(at).toThrow("0 to divide whole numbers by");
    expect(at()).toEqual([[6, 1]]);
  });

  it("may be whole numbers to divide by", () => {
    let divisor = 2;
    const f = compile((x) => [x!.floorDivide(divisor)]);
    const at = () => f(tensor([7], { dtype: "int32" }))[0]!.itemSync();
    expect([at(), at()]).toEqual([3, 3]);
    divisor = 3;
    expect(at()).toBe(2);
    expect(f.explain()).not.toContain("as it is");
  });

  it("stays as it was where the step throws, but for what it did", () => {
    let isFailing = false;
    const w = zeros([1]);
    const f = compile((x) => {
      w.add_(1);
      if (isFailing) throw new TypeError("no");
      return [w.add(x!)];
    });
    f(tensor([1]));
    f(tensor([1]));
    isFailing = true;
    expect(() => f(tensor([1]))).toThrow(TypeError);
    isFailing = false;
    expect(f(tensor([1]))[0]!.itemSync()).toBe(5);
  });
});

describe("a compiled step in a compiled step", () => {
  it("is part of it", () => {
    const inner = compile((x) => [x!.mul(3)]);
    const outer = compile((x) => [inner(x!)[0]!.add(1)]);
    expect([1, 10, 100].map((x) => outer(tensor([x]))[0]!.itemSync())).toEqual([4, 31, 301]);
    expect(inner(tensor([2]))[0]!.itemSync()).toBe(6);
  });
});
