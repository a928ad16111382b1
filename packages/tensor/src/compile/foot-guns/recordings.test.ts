import { beforeEach, describe, expect, it } from "vitest";
import { WasmDevice } from "../../backend/wasm/wasm-device.js";
import { compile, keep, manualSeed, ones, type Tensor, tensor, zeros } from "../../index.js";

beforeEach(() => void manualSeed(3));

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

  it("are forgotten with the oldest arguments, of which any number may come", () => {
    const f = compile((x) => [x!.sum()]);
    for (const n of [...Array(200).keys(), 0, 199, 100]) expect(f(ones([n]))[0]!.itemSync()).toBe(n);
    expect(f.explain().split("\n\n")).toHaveLength(64);
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
      prepare(): never {
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
