import { DataError, type Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { readGolden } from "../testing/golden.js";
import { buildLayer, type LayerCase } from "../testing/layer-case.js";
import { moduleFromJSON } from "./from-json.js";

const roundTrip = (model: nn.AnyModule): nn.Module => moduleFromJSON(JSON.parse(JSON.stringify(model)));

describe("moduleFromJSON", () => {
  const cases = readGolden<LayerCase>("layers");
  it.each(cases.map((each) => [each.text, each] as const))("makes %s again", (text, golden) => {
    const again = roundTrip(buildLayer(golden));
    expect(String(again)).toBe(text);
    expect(Object.keys(again.stateDict())).toEqual(Object.keys(golden.state));
    expect(again.toJSON()).toEqual(buildLayer(golden).toJSON());
  });

  const modules = readGolden<
    Omit<LayerCase, "text"> & { readonly module: string; readonly text: string | null }
  >("modules").flatMap(({ module, text, ...rest }) =>
    text === null ? [] : [{ ...rest, layer: module, text }],
  );
  it.each(modules.map((each) => [each.text, each] as const))(
    "makes %s again, and what is in it",
    (_text, golden) => {
      const before = buildLayer(golden);
      const again = roundTrip(before);
      expect(String(again)).toBe(String(before));
      expect(Object.keys(again.stateDict())).toEqual(Object.keys(golden.state));
      expect(again.toJSON()).toEqual(before.toJSON());
    },
  );

  it("makes stacks of layers", () => {
    const layer = new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 3, batchFirst: true });
    const model = new nn.TransformerEncoder(layer, 2, { norm: new nn.LayerNorm(4) });
    const again = roundTrip(model);
    expect(String(again)).toBe(String(model));
    expect(again.toJSON()).toEqual(model.toJSON());
    expect(again.loadStateDict(model.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
  });

  it("makes containers in containers, which take the other's weights", () => {
    const model = new nn.Sequential({
      body: new nn.Sequential(
        new nn.Linear(4, 3, { bias: false }),
        new nn.BatchNorm1d(3, { momentum: null }),
      ),
      list: new nn.ModuleList([new nn.ReLU(), new nn.ModuleDict({ one: new nn.Tanh() })]),
      none: new nn.Sequential(),
    });
    const again = roundTrip(model);
    expect(String(again)).toBe(String(model));
    expect(again.loadStateDict(model.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
  });

  it("keeps a layer that two places share one", () => {
    const layer = new nn.Linear(3, 3);
    const inner = new nn.Sequential(layer, new nn.ReLU());
    const again = roundTrip(new nn.Sequential(inner, layer, inner)) as nn.Sequential;
    expect(again.parameters()).toHaveLength(2);
    expect(again[2]).toBe(again[0]);
    expect((again[0] as unknown as nn.Sequential)[0]).toBe(again[1]);
    const wrong = { type: "ReLU", settings: {}, modules: {}, sameAs: "1" };
    expect(() => moduleFromJSON({ type: "Sequential", settings: {}, modules: { 0: wrong } })).toThrow(
      'module 0: got sameAs "1"; expected the place of a module before it.',
    );
  });

  it.each<[nn.AnyModule, string]>([
    [new nn.Hardtanh(0, Number.POSITIVE_INFINITY), "maxVal"],
    [new nn.ConstantPad2d([1, 1, 1, 1], Number.NEGATIVE_INFINITY), "value"],
    [new nn.Threshold(Number.NEGATIVE_INFINITY, -0), "value"],
    [new nn.Softplus({ threshold: Number.POSITIVE_INFINITY }), "threshold"],
    [new nn.Embedding(3, 2, { maxNorm: 1, normType: Number.POSITIVE_INFINITY }), "normType"],
    [new nn.AdaptiveAvgPool2d([null, 3]), "outputSize"],
  ])("keeps the settings of %s, which JSON has no words for", (layer, name) => {
    const setting = (module: object) => (module as Record<string, unknown>)[name];
    expect(setting(roundTrip(layer))).toEqual(setting(layer));
    expect(String(roundTrip(layer))).toBe(String(layer));
  });

  it("keeps text that looks like such a number, in classes of one's own too", () => {
    class Named extends nn.Module {
      constructor(readonly words: readonly (string | number)[]) {
        super();
      }

      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const words = ["#NaN", "##-0", "#fff", "NaN", Number.NaN, -0, "#"];
    const again = moduleFromJSON(JSON.parse(JSON.stringify(new Named(words))), {
      Named: ({ words }) => new Named(words as string[]),
    });
    expect((again as Named).words).toEqual(words);
  });

  it("makes classes of one's own by a function", () => {
    class Scaled extends nn.Module {
      constructor(
        readonly factor: number,
        readonly inner: nn.Module,
      ) {
        super();
      }

      override forward(x: Tensor): Tensor {
        return this.inner(x).mul(this.factor);
      }
    }
    const model = new nn.Sequential(new Scaled(2, new nn.Linear(3, 3)));
    expect(() => roundTrip(model)).toThrow(
      /got a module of class Scaled; expected one of Linear.*Try moduleFromJSON\(architecture, \{ Scaled:/,
    );
    const again = moduleFromJSON(model.toJSON(), {
      Scaled: ({ factor }, { inner }) => new Scaled(Number(factor), inner!),
    });
    expect((again as nn.Sequential)[0]).toHaveProperty("factor", 2);
  });

  it.each([
    [
      { type: "Linear", settings: { inFeatures: "4", outFeatures: 2 }, modules: {} },
      'got inFeatures "4" of Linear; expected a number.',
    ],
    [{ type: "GELU", settings: { approximate: "exact" }, modules: {} }, "expected none or tanh."],
    [{ type: "Conv2d", settings: { padding: "full" }, modules: {} }, 'got padding "full" of Conv2d'],
    [{ type: "constructor", settings: {}, modules: {} }, "got a module of class constructor"],
  ])("refuses %j", (architecture, words) => {
    expect(() => moduleFromJSON(architecture)).toThrow(DataError);
    expect(() => moduleFromJSON(architecture)).toThrow(words);
  });
});
