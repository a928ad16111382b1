import { Generator, manualSeed, rand, type Tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "./golden/init.json" with { type: "json" };
import * as nn from "./index.js";
import { expectClose, readGolden, type StoredTensor } from "./testing/golden.js";

interface InitCase {
  readonly name: string;
  readonly seed: number;
  readonly arguments: readonly unknown[];
  readonly tensors: readonly StoredTensor[];
}

type Init = (tensor: Tensor, ...settings: unknown[]) => Tensor;
type LayerClass = new (...settings: unknown[]) => nn.Module;

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

describe("weights for a seed, against PyTorch", () => {
  it.each(readGolden<InitCase>("init").map((each) => [each.name, each.seed, each] as const))(
    "%s, seed %i",
    (name, seed, { arguments: settings, tensors }) => {
      manualSeed(seed);
      if (name.endsWith("_")) {
        const init = Reflect.get(nn, camel(name)) as Init;
        expectClose(init(zeros(tensors[0]!.shape), ...settings), tensors[0]!, name, { absolute: 3e-7 });
        return;
      }
      const Layer = Reflect.get(nn, name) as LayerClass;
      new Layer(...settings).parameters().forEach((parameter, i) => {
        expectClose(parameter, tensors[i]!, name, { absolute: 1e-7, relative: 1e-7 });
      });
    },
  );
});

describe("initialisers", () => {
  it("grow weights by PyTorch's gains", () => {
    for (const [nonlinearity, gain] of golden.gains as [nn.Nonlinearity, number][])
      expect(nn.calculateGain(nonlinearity)).toBeCloseTo(gain, 12);
    expect(() => nn.calculateGain("cube" as nn.Nonlinearity)).toThrow(
      'calculateGain: got "cube"; expected one of linear',
    );
  });

  it("draw from a generator of one's own, and into a part of a tensor", () => {
    const whole = zeros([3, 4]);
    const alone = nn.normal_(zeros([4]), 0, 1, { generator: new Generator(5) });
    nn.normal_(whole.select(0, 1), 0, 1, { generator: new Generator(5) });
    expect(whole.arraySync()).toEqual([[0, 0, 0, 0], alone.arraySync(), [0, 0, 0, 0]]);
  });

  it("set constants", () => {
    expect(nn.ones_(zeros([2])).arraySync()).toEqual([1, 1]);
    expect(nn.zeros_(nn.constant_(zeros([1]), 3)).arraySync()).toEqual([0]);
  });

  it("draw nothing for weights that are to be loaded", () => {
    manualSeed(3);
    const loaded = nn.skipInit(() => new nn.Sequential(new nn.Linear(4, 3), new nn.LayerNorm(3)));
    const after = rand([1]).itemSync();
    manualSeed(3);
    expect(after).toBe(rand([1]).itemSync());
    expect(loaded.parameters().map((each) => each.sum().itemSync())).toEqual([0, 0, 3, 0]);
    const drawn = new nn.Linear(4, 3);
    expect(drawn.weight.abs().sum().itemSync()).toBeGreaterThan(0);
    expect(() => nn.skipInit(() => new nn.Linear(4, -1))).toThrow();
    expect(
      nn
        .normal_(zeros([4]))
        .abs()
        .sum()
        .itemSync(),
    ).toBeGreaterThan(0);
  });

  it("need a matrix where they count connections", () => {
    expect(() => nn.kaimingUniform_(zeros([3]))).toThrow(
      "init: got a weight of shape [3]; expected at least two",
    );
  });
});
