import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { noGrad } from "@mnist/autograd";
import { manualSeed, rand, Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { expectClose, readGolden, type StoredTensor, toTensor } from "../testing/golden.js";
import { pythonWithTorch } from "../testing/python.js";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

/** A layer with PyTorch's state for a seed and what it answers, as tooling/golden/nn_states.py writes it. */
interface StateCase {
  readonly seed: number;
  readonly module: string;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  /** The state before any batch. */
  readonly drawn: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredTensor[];
  readonly outputs: readonly StoredTensor[];
}

type LayerClass = new (...settings: unknown[]) => nn.Module;

const cases = readGolden<StateCase>("states");
const file = new URL("../golden/formats/states.safetensors", import.meta.url);
const { tensors: written } = loadSafetensors(readFileSync(file), "states.safetensors");

function build({ module, positional, options }: StateCase): nn.Module {
  const settings = Object.entries(options).map(([name, value]) => [
    name,
    name.toLowerCase().endsWith("weight") ? toWeight(value) : value,
  ]);
  const Layer = Reflect.get(nn, module) as LayerClass;
  return new Layer(...positional, ...(settings.length > 0 ? [Object.fromEntries(settings)] : []));
}

function toWeight(value: unknown): Tensor {
  const data = value as number[];
  return toTensor({ dtype: "float32", shape: [data.length], data });
}

/** The part of PyTorch's file that belongs to one layer. */
function stateOf(seed: number): Record<string, Tensor> {
  const own = Object.entries(written).filter(([name]) => name.startsWith(`${seed}.`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(name.indexOf(".") + 1), value]));
}

function flat(output: unknown): Tensor[] {
  if (output instanceof Tensor) return [output];
  return Array.isArray(output) ? output.flatMap(flat) : [];
}

const answers = (module: nn.Module, inputs: readonly Tensor[]): Tensor[] =>
  noGrad(() => flat((module.eval() as unknown as (...all: readonly Tensor[]) => unknown)(...inputs)));

const titled = cases.map((each) => [`${each.module} ${JSON.stringify(each.options)}`, each] as const);

describe("state dicts from PyTorch", () => {
  it.each(titled)("%s draws the same state for a seed", (_title, golden) => {
    manualSeed(golden.seed);
    const state = build(golden).stateDict();
    expect(Object.keys(state)).toEqual(Object.keys(golden.drawn));
    for (const [name, expected] of Object.entries(golden.drawn))
      expectClose(state[name]!, expected, name, { absolute: 1e-6, relative: 1e-6 });
  });

  it.each(titled)("%s loads PyTorch's state and answers as PyTorch does", (_title, golden) => {
    const layer = build(golden);
    layer.loadStateDict(stateOf(golden.seed));
    const outputs = answers(layer, golden.inputs.map(toTensor));
    expect(outputs.length).toBe(golden.outputs.length);
    for (const [i, expected] of golden.outputs.entries())
      expectClose(outputs[i]!, expected, `output ${i}`, { absolute: 2e-6, relative: 1e-5 });
  });

  it("of every exported class that keeps any", () => {
    const withState = new Set([...cases.map(({ module }) => module), "RMSNorm"]);
    const layers = Object.values(nn).filter(
      (each): each is LayerClass => typeof each === "function" && each.prototype instanceof nn.Module,
    );
    const containers =
      /^(Sequential|ModuleList|ModuleDict|ParameterList|TransformerEncoder|TransformerDecoder)$/;
    const missing = layers.filter(
      (Layer) =>
        /register(Parameter|Buffer)|new Parameter\(/.test(String(Layer)) &&
        !withState.has(Layer.name) &&
        !containers.test(Layer.name),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

const python = pythonWithTorch();

describe.runIf(python)("state dicts for PyTorch", () => {
  const folder = mkdtempSync(join(tmpdir(), "mnist-states-"));
  const script = fileURLToPath(new URL("../../../../tooling/golden/nn_states.py", import.meta.url));

  it("have its names and shapes in its order, and its layers answer the same", {
    timeout: 120_000,
  }, async () => {
    const expected: Tensor[][] = [];
    try {
      for (const golden of cases) {
        manualSeed(100 + golden.seed);
        const layer = build(golden);
        const inputs = golden.inputs.map((input) =>
          input.dtype === "float32" ? rand(input.shape) : toTensor(input),
        );
        layer.train()(...(inputs as [Tensor]));
        const write = async (name: string, tensors: Record<string, Tensor>) =>
          writeFileSync(join(folder, name), await saveSafetensors(tensors));
        await write(`${golden.seed}.safetensors`, layer.stateDict());
        const numbered = inputs.map((input, i) => [String(i), input] as const);
        await write(`${golden.seed}.inputs.safetensors`, Object.fromEntries(numbered));
        expected.push(answers(layer, inputs));
      }
      const found = JSON.parse(
        execFileSync(python ?? "", [script, "read", folder], { encoding: "utf8", maxBuffer: 1 << 26 }),
      ) as StoredTensor[][];
      for (const [i, outputs] of found.entries())
        for (const [j, output] of outputs.entries())
          expectClose(expected[i]![j]!, output, `${cases[i]!.module}: output ${j}`, { absolute: 2e-6 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
