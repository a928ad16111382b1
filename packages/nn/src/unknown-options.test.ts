import { ArgumentError, ones } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { exportOnnx, loadNpz, loadSafetensors, moduleFromJSON, saveNpz } from "./formats/index.js";
import * as nn from "./index.js";
import * as optim from "./optim/index.js";
import { readGolden } from "./testing/golden.js";
import type { LayerCase } from "./testing/layer-case.js";

/** What a layer takes before its options: as its golden cases say. */
const before = new Map<string, readonly unknown[]>([
  ...readGolden<Omit<LayerCase, "layer"> & { readonly module: string }>("modules").map(
    ({ module, positional }) => [module, positional] as const,
  ),
  ...readGolden<LayerCase>("layers").map(({ layer, positional }) => [layer, positional] as const),
  ["TransformerEncoder", [new nn.TransformerEncoderLayer(4, 2), 1]],
  ["TransformerDecoder", [new nn.TransformerDecoderLayer(4, 2), 1]],
]);

/** Layers that take no options: values in their places, other layers, or nothing. */
const without =
  /^(Module|Sequential|ModuleList|ModuleDict|ParameterList|Parameter|Identity|Flatten|Unflatten|Pixel(Uns|S)huffle|Adaptive\w+|Dropout\w*|\w+Pad[12]d|ReLU6?|LeakyReLU|[CS]?ELU|SiLU|Sigmoid|Tanh|GLU|Log\w+|Soft(max|min|sign|shrink)|Hard\w+|Mish|Tanhshrink|Threshold|MnistLoss)$/;

type Class = new (...settings: unknown[]) => object;

function classesOf(exported: object): [name: string, Class][] {
  return Object.entries(exported).filter(
    (entry): entry is [string, Class] => typeof entry[1] === "function" && /^class\b/.test(String(entry[1])),
  );
}

const misspelled = { weigthDecay: 1 };

function refusal(make: () => object): string {
  try {
    make();
    return "none";
  } catch (error) {
    return error instanceof ArgumentError ? error.message : `untyped: ${error}`;
  }
}

describe("an option that there is not is refused with those that there are", () => {
  const layers = classesOf(nn).filter(([name]) => !without.test(name));

  it.each(layers)("%s", (name, Made) => {
    const positional = name.endsWith("Loss") ? [] : before.get(name);
    expect(positional, `${name} has no case in golden/layers.json or modules.json`).toBeDefined();
    expect(refusal(() => new Made(...positional!, misspelled))).toMatch(
      new RegExp(`^${name}: got an option weigthDecay; expected one of { \\w`),
    );
  });

  const weights = () => [ones([2]).requiresGrad_()];
  const parts = classesOf(optim).filter(([name]) => !/^(Optimizer|Scheduler|AveragedModel)$/.test(name));
  const optimizers = parts.filter(([, Part]) => Part.prototype instanceof optim.Optimizer);
  const schedulers = parts.filter(([, Part]) => !(Part.prototype instanceof optim.Optimizer));

  it.each(optimizers)("%s, and in a group", (name, Made) => {
    const said = new RegExp(`^${name}: got an option weigthDecay; expected one of { .*lr`);
    expect(refusal(() => new Made(weights(), { lr: 0.1, ...misspelled }))).toMatch(said);
    expect(refusal(() => new Made([{ parameters: weights(), ...misspelled }], { lr: 0.1 }))).toMatch(said);
  });

  it.each(schedulers.filter(([name]) => !/^(LambdaLR|MultiplicativeLR)$/.test(name)))("%s", (name, Made) => {
    const optimizer = new optim.SGD(weights(), { lr: 0.1, momentum: 0.9 });
    expect(refusal(() => new Made(optimizer, misspelled))).toMatch(
      new RegExp(`^${name}: got an option weigthDecay; expected one of { \\w`),
    );
  });

  const [x, linear] = [ones([1, 1, 3, 3]), new nn.Linear(1, 1)];
  it.each<[string, (options: never) => unknown]>([
    ["exportOnnx", (options) => exportOnnx(linear, [1, 1], options)],
    ["saveNpz", (options) => saveNpz({}, options)],
    ["loadNpz", (options) => loadNpz(new Uint8Array(0), "a.npz", options)],
    ["loadSafetensors", (options) => loadSafetensors(new Uint8Array(0), "a", options)],
    ["moduleFromJSON", (options) => moduleFromJSON(linear.toJSON(), {}, options)],
    ["loadStateDict", (options) => linear.loadStateDict({}, options)],
    ["registerBuffer", (options) => linear.registerBuffer("mean", x, options)],
    ["conv3d", (options) => nn.conv3d(x.unsqueeze(0), x.reshape([1, 1, 1, 3, 3]), null, options)],
    ["convTranspose1d", (options) => nn.convTranspose1d(x.flatten(2), x.flatten(2), null, options)],
  ])("%s", async (name, call) => {
    const asked = async () => call(misspelled as never);
    await expect(asked()).rejects.toThrow(ArgumentError);
    await expect(asked()).rejects.toThrow(`${name}: got an option weigthDecay; expected one of { `);
  });

  it("or in place of options, as the strictness of loadStateDict", () => {
    const said = "loadStateDict: got false in place of options; expected { strict }.";
    expect(() => linear.loadStateDict(linear.stateDict(), false as never)).toThrow(said);
  });
});
