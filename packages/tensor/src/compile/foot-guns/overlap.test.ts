import { beforeEach, describe, expect, it } from "vitest";
import { compile, manualSeed, ones, randn, type Tensor, tensor, zeros } from "../../index.js";

beforeEach(() => void manualSeed(3));

describe("changes in place on overlapping memory", () => {
  it.each([
    ["a row", tensor([1, 2])],
    ["a number", tensor(3)],
    ["a matrix", ones([65, 2])],
  ])("come after what was read there before %s replaced it", (_name, replacement) => {
    const state = ones([65, 2]).mul(5);
    const f = compile((x) => {
      const before = state.neg();
      state.copy_(replacement);
      return [before.add(x!), state.add(x!)];
    });
    for (let i = 0; i < 3; i++) {
      state.fill_(5);
      const [before, after] = f(tensor([0]));
      expect(before!.arraySync()).toEqual(ones([65, 2]).mul(-5).arraySync());
      expect(after!.arraySync()).toEqual(replacement.expand([65, 2]).arraySync());
    }
  });

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
