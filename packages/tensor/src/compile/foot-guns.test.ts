import { beforeEach, describe, expect, it } from "vitest";
import { WasmDevice } from "../backend/wasm/wasm-device.js";
import {
  arange,
  compile,
  cpu,
  fromData,
  keep,
  manualSeed,
  ones,
  rand,
  randn,
  type Tensor,
  tensor,
  zeros,
} from "../index.js";

beforeEach(() => void manualSeed(3));

const values = (outputs: readonly Tensor[]) => outputs.map((output) => output.arraySync());

describe("arguments of a compiled step", () => {
  it("may be one tensor given twice", () => {
    const f = compile((a, b) => [a!.mul(2).add(b!)]);
    const x = tensor([1, 2]);
    expect(values(f(x, x))).toEqual([[3, 6]]);
    expect(values(f(tensor([1, 2]), tensor([10, 20])))).toEqual([[12, 24]]);
    expect(values(f(x, x))).toEqual([[3, 6]]);
  });

  it("may be captured too", () => {
    const w = tensor([5, 5]);
    const f = compile((x) => [x!.mul(w)]);
    expect(values(f(w))).toEqual([[25, 25]]);
    expect(values(f(tensor([1, 2])))).toEqual([[5, 10]]);
    expect(values(f(w))).toEqual([[25, 25]]);
  });

  it("may be views of a captured tensor", () => {
    const d = arange(1, 9).float().reshape([4, 2]);
    const f = compile((x) => [x!.add(d.sum())]);
    expect(values(f(d.slice(0, 0, 2)))).toEqual([
      [
        [37, 38],
        [39, 40],
      ],
    ]);
    expect(values(f(zeros([2, 2])))).toEqual([
      [
        [36, 36],
        [36, 36],
      ],
    ]);
    expect(values(f(d.slice(0, 2, 4)))).toEqual([
      [
        [41, 42],
        [43, 44],
      ],
    ]);
  });

  it("may be parts of a large tensor, strided, expanded and read backwards", () => {
    const large = randn([70, 90]);
    const f = compile((x, y) => [x!.mul(2).add(y!), x!.t().matmul(y!)]);
    const pairs: [Tensor, Tensor][] = [
      [large.t(), large.t()],
      [large.t(), large.t().flip(0)],
      [large.t().slice(0, 1, 90), large.t().slice(0, 0, 89)],
      [large.slice(0, 0, 35).t(), large.slice(0, 35, 70).t()],
      [large.select(0, 3).unsqueeze(1).expand([90, 70]), large.t()],
    ];
    for (const [x, y] of [...pairs, ...pairs]) {
      const [sum, product] = f(x, y);
      expect(sum!.sub(x.mul(2).add(y)).abs().amax().itemSync()).toBe(0);
      expect(product!.sub(x.t().matmul(y)).abs().amax().itemSync()).toBeLessThan(1e-4);
    }
  });

  it("are handed through as they are", () => {
    const [w, x] = [tensor([1]), tensor([2])];
    const f = compile((each) => [each!, w]);
    for (let i = 0; i < 3; i++) expect(f(x)).toEqual([x, w]);
  });

  it("may be changed, in whatever way they are reached", () => {
    const x = tensor([1, 2]);
    const f = compile((each) => [each!.add_(1).sum()]);
    expect([f(x), f(x), f(x)].map((each) => each[0]!.itemSync())).toEqual([5, 7, 9]);
    expect(f.explain()).toContain("since the step changes one of its arguments");
    const g = compile((each) => {
      x.mul_(2);
      return [each!.add(1)];
    });
    expect(values(g(tensor([0, 0])))).toEqual([[1, 1]]);
    expect(values(g(x))).toEqual([x.add(1).arraySync()]);
    expect(x.arraySync()).toEqual([16, 20]);
  });

  it("may lie on two devices of one name", () => {
    const twin = new WasmDevice();
    const f = compile((x) => [x!.mul(2)]);
    const here = fromData([1, 2], [2]);
    const there = fromData([3, 4], [2], { device: twin });
    for (let i = 0; i < 2; i++) {
      const [first, second] = [f(here)[0]!, f(there)[0]!];
      expect([first.device, second.device]).toEqual([cpu, twin]);
      expect(values([first, second])).toEqual([
        [2, 4],
        [6, 8],
      ]);
    }
  });
});

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

describe("changes in place on overlapping memory", () => {
  it("see what was there before", () => {
    const [w, twin] = [randn([64, 64]), zeros([64, 64])];
    twin.copy_(w);
    const step = (matrix: Tensor) => (x: Tensor) => {
      matrix.copy_(matrix.t());
      return [matrix.sum().add(x)];
    };
    const f = compile((x) => step(w)(x!));
    for (let i = 0; i < 3; i++) {
      expect(f(zeros([1]))[0]!.itemSync()).toBeCloseTo(step(twin)(zeros([1]))[0]!.itemSync(), 3);
      expect(w.dataSync()).toEqual(twin.dataSync());
    }
  });

  it("see it through shifted and broadcast views", () => {
    const [h, twin] = [randn([100, 784]), zeros([100, 784])];
    twin.copy_(h);
    const step = (m: Tensor) => {
      m.slice(0, 1, 100).copy_(m.slice(0, 0, 99));
      m.add_(m.slice(0, 0, 1));
      m.t()
        .slice(0, 0, 100)
        .mul_(m.slice(1, 0, 100));
    };
    const f = compile(() => {
      step(h);
      return [h.sum()];
    });
    for (let i = 0; i < 3; i++) {
      f(zeros([1]));
      step(twin);
      expect(h.dataSync()).toEqual(twin.dataSync());
    }
    const small = tensor([[1], [2]]);
    expect(small.add_(small.slice(0, 0, 1)).arraySync()).toEqual([[2], [3]]);
  });
});

describe("what a compiled step leaves behind", () => {
  it("is what it returns, keeps, and what nothing in it uses", () => {
    const seen: { kept?: Tensor; aside?: Tensor } = {};
    const f = compile((x) => {
      const y = x!.mul(2);
      seen.kept = keep(y.add(1));
      seen.aside = y.detach();
      return [y.sum()];
    });
    for (const x of [1, 2, 3]) {
      f(tensor([x, x]));
      expect(seen.kept!.arraySync()).toEqual([2 * x + 1, 2 * x + 1]);
      expect(seen.aside!.arraySync()).toEqual([2 * x, 2 * x]);
    }
  });

  it("and anything else says so, rather than what is not there", () => {
    const seen: { lost?: Tensor } = {};
    const f = compile((x) => {
      seen.lost = x!.mul(2);
      return [seen.lost.sum()];
    });
    for (const x of [1, 2, 3]) f(tensor([x, x]));
    expect(() => seen.lost!.arraySync()).toThrow(/a compiled step made on its way.*Try returning it/);
  });

  it("is left to be found where a call that was recorded has left it", () => {
    let hidden = zeros([1]);
    const f = compile((x) => {
      hidden = hidden.mul(0.5).add(x!);
      return [hidden.mul(2)];
    });
    expect([1, 1, 1, 1].map((x) => f(tensor([x]))[0]!.itemSync())).toEqual([2, 3, 3.5, 3.75]);
  });
});

describe("recordings", () => {
  it("are bounded, and the oldest goes", () => {
    const f = compile((x) => [x!.mul(2).sum()]);
    const at = (n: number) => f(ones([n]))[0]!.itemSync();
    for (let n = 1; n <= 40; n++) for (let i = 0; i < 9; i++) expect(at(n)).toBe(2 * n);
    expect(f.explain().match(/operations in/g)).toHaveLength(16);
  });

  it("end where a step takes another way too often, with right values", () => {
    let depth = 0;
    const f = compile((x) => {
      let y = x!;
      for (let i = 0; i < depth; i++) y = y.add(1);
      return [y];
    });
    for (depth = 0; depth < 40; depth++) expect(f(tensor([1]))[0]!.itemSync()).toBe(1 + depth);
    expect(f.explain()).toContain("no longer recorded, since it takes another way too often");
  });

  it("are not made where memory does not suffice, and say so", () => {
    class Full extends WasmDevice {
      override prepare(): never {
        throw new RangeError("WebAssembly.Memory.grow(): Maximum memory size exceeded");
      }
    }
    const options = { device: new Full() };
    const state = zeros([1], options);
    const f = compile((x) => {
      state.add_(1);
      return [x!.mul(2).add(state)];
    });
    expect([0, 1, 2].map((x) => f(tensor([x], options))[0]!.itemSync())).toEqual([1, 4, 7]);
    expect(f.explain()).toContain("since there is not memory enough to replay it");
  });
});
