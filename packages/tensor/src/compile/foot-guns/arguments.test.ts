import { beforeEach, describe, expect, it } from "vitest";
import { WasmDevice } from "../../backend/wasm/wasm-device.js";
import { backwards } from "../../composite/backwards.js";
import {
  arange,
  compile,
  cpu,
  fromData,
  manualSeed,
  randn,
  type Tensor,
  tensor,
  zeros,
} from "../../index.js";

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

  it("may be one tensor twice, of which the step uses the first alone", () => {
    const f = compile((a) => [a!.add(1)]);
    const x = tensor([1, 2]);
    expect(values(f(x, x))).toEqual([[2, 3]]);
    expect(values(f(tensor([5, 6]), x))).toEqual([[6, 7]]);
    expect(values(f(x, tensor([5, 6])))).toEqual([[2, 3]]);
  });

  it("are tensors alone, and so are results", () => {
    const f = compile((x, k) => [x!.mul(k!)]);
    expect(() => f(tensor([1]), 3 as never)).toThrow("compile: got 3 as the argument 1; expected");
    for (const wrong of [null, 5, [tensor(1)], { a: tensor(1) }])
      expect(() => compile((x) => [x!.sum(), wrong as never])(tensor([1]))).toThrow(
        /as the result 1; expected/,
      );
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
      [large.t(), backwards(large.t(), 0)],
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
