import { grad } from "@mnist/autograd";
import { Tensor, zerosLike } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "./index.js";
import {
  expectClose,
  readGolden,
  type StoredTensor,
  toOptions,
  toState,
  toTensor,
} from "./testing/golden.js";

type StoredInput = StoredTensor | number | readonly StoredInput[];

/** A module's call and its gradients, as tooling/golden/nn_modules.py writes them. */
interface ModuleCase {
  readonly seed: number;
  readonly module: string;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly call: Readonly<Record<string, unknown>>;
  readonly training: boolean;
  readonly text: string | null;
  readonly state: Readonly<Record<string, StoredTensor>>;
  readonly inputs: readonly StoredInput[];
  readonly outputs: readonly StoredTensor[];
  readonly upstream: readonly StoredTensor[];
  readonly inputGradients: readonly StoredTensor[];
  readonly gradients: Readonly<Record<string, StoredTensor>>;
  /** Gradients of the sum of all gradients' squares, inputs before parameters; null where PyTorch has none, or NaN. */
  readonly second: readonly StoredTensor[] | null;
}

const cases = readGolden<ModuleCase>("modules");

function build({ module, positional, options }: ModuleCase): nn.Module {
  const Made = Reflect.get(nn, module) as new (...settings: unknown[]) => nn.Module;
  return new Made(...positional, ...(Object.keys(options).length > 0 ? [toOptions(options)] : []));
}

function isStored(input: StoredInput): input is StoredTensor {
  return typeof input === "object" && "shape" in input;
}

/** An input with its tensors made; those of floats are told to `leaves`. */
function made(input: StoredInput, leaves: Tensor[]): unknown {
  if (!isStored(input)) return Array.isArray(input) ? input.map((each) => made(each, leaves)) : input;
  const tensor = toTensor(input);
  if (input.dtype === "float32") leaves.push(tensor.requiresGrad_());
  return tensor;
}

function flat(output: unknown): Tensor[] {
  if (output instanceof Tensor) return [output];
  return Array.isArray(output) ? output.flatMap(flat) : [];
}

function titleOf({ module, positional, options, call, training }: ModuleCase): string {
  const settings = { ...options, ...call };
  const shown = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === "object" ? "…" : value,
  ]);
  return `${module}(${JSON.stringify(positional).slice(1, -1)}) ${JSON.stringify(Object.fromEntries(shown))}${training ? "" : " in use"}`;
}

describe("modules against PyTorch", () => {
  it.each(cases.map((each) => [titleOf(each), each] as const))("%s", (_title, golden) => {
    const module = build(golden);
    // PyTorch has a Linear of another name in its attention.
    if (golden.text !== null && !golden.text.includes("Quantizable"))
      expect(String(module)).toBe(golden.text);
    expect(Object.keys(module.stateDict())).toEqual(Object.keys(golden.state));
    module.loadStateDict(toState(golden.state));
    module.train(golden.training);
    const leaves: Tensor[] = [];
    const inputs = golden.inputs.map((input) => made(input, leaves));
    // PyTorch's gradient for log-probabilities is right only behind a softmax.
    if (golden.module === "CTCLoss") inputs[0] = leaves[0]!.logSoftmax(2);
    const call = Object.keys(golden.call).length > 0 ? [toOptions(golden.call)] : [];
    const outputs = flat(module(...([...inputs, ...call] as Tensor[])));
    expect(outputs).toHaveLength(golden.outputs.length);
    for (const [i, output] of outputs.entries())
      expectClose(output, golden.outputs[i]!, `output ${i}`, { absolute: 3e-6 });
    const differentiable = outputs.filter((output) => output.requiresGrad);
    const losses = differentiable.map((output, i) => output.mul(toTensor(golden.upstream[i]!)).sum());
    const points = [...leaves, ...module.parameters()];
    const loss = losses.reduce((sum, each) => sum.add(each));
    const first = grad(loss, points, { allowUnused: true, createGraph: true });
    const tolerance = { absolute: 1e-5, relative: 1e-4 };
    golden.inputGradients.forEach((gradient, i) => {
      expectClose(first[i]!, gradient, `gradient of input ${i}`, tolerance);
    });
    for (const [i, [name]] of module.namedParameters().entries())
      expectClose(first[leaves.length + i]!, golden.gradients[name]!, `gradient of ${name}`, tolerance);
    const length = first.map((each) => each.square().sum()).reduce((sum, each) => sum.add(each));
    const second = length.requiresGrad
      ? grad(length, points, { allowUnused: true })
      : points.map((point) => zerosLike(point));
    const largest = Math.max(
      1,
      ...(golden.second ?? []).flatMap(({ data }) => data.map((each) => Math.abs(Number(each)))),
    );
    golden.second?.forEach((gradient, i) => {
      const wider = { absolute: 1e-5 * largest, relative: 2e-4 };
      expectClose(second[i]!, gradient, `second gradient of point ${i}`, wider);
    });
  });
});
