import {
  goldenOf,
  isDifferentiable,
  makeInput,
  type OperationCase,
  operationCases,
  outputsOf,
  requireClose,
} from "@mnist/conformance";
import { cat, compile, cpu, manualSeed, type Tensor, zerosLike } from "@mnist/tensor";
import { addRecorder, reference } from "@mnist/tensor/internal";
import { beforeEach, describe, expect, it } from "vitest";
import { grad, gradcheck, gradgradcheck, gradients } from "./index.js";
import { floatsOf, leavesOf, weigh } from "./testing/operation-gradients.js";

beforeEach(() => void manualSeed(5));

const cases = operationCases.filter((each) => goldenOf(each.name).gradients !== undefined);

function compare(
  what: string,
  found: readonly Tensor[],
  golden: readonly (readonly number[] | null)[],
  tolerance: { absolute: number; relative: number },
): void {
  const expected = golden.filter((each) => each !== null);
  expect(found.length, what).toBe(expected.length);
  expected.forEach((values, i) => {
    requireClose(`${what} ${i}`, found[i]!.dataSync(), values, tolerance);
  });
}

function gradientsOf(each: OperationCase, float: "float32" | "float64", createGraph = false) {
  const leaves = leavesOf(each, float === "float64" ? reference : cpu, float);
  const wanted = leaves.filter((leaf) => leaf.requiresGrad);
  const outputs = floatsOf(outputsOf(each.run(...leaves)));
  return { wanted, first: grad(weigh(outputs), wanted, { createGraph, allowUnused: true }) };
}

describe("gradients against PyTorch", () => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", (name, each) => {
    const golden = goldenOf(name);
    const slack = each.slack ?? 1;
    const inSingle = gradientsOf(each, "float32").first;
    compare("gradient", inSingle, golden.gradients!, { absolute: 1e-5 * slack, relative: 1e-4 * slack });
    if (each.double === false) return;
    const { wanted, first } = gradientsOf(each, "float64", true);
    compare("float64 gradient", first, golden.gradients!, { absolute: 1e-9, relative: 1e-7 });
    if (golden.second === undefined) return;
    const moving = first.filter((gradient) => gradient.requiresGrad);
    const second =
      moving.length === 0
        ? wanted.map((leaf) => zerosLike(leaf))
        : grad(weigh(moving), wanted, { allowUnused: true });
    compare("second gradient", second, golden.second, { absolute: 1e-8, relative: 1e-6 });
  });
});

describe("gradients of compiled steps against PyTorch", () => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", (name, each) => {
    const step = compile((...inputs) => {
      const leaves = inputs.map((input, i) =>
        isDifferentiable(each, each.inputs[i]!) ? input.detach().requiresGrad_() : input,
      );
      const wanted = leaves.filter((leaf) => leaf.requiresGrad);
      return grad(weigh(floatsOf(outputsOf(each.run(...leaves)))), wanted, { allowUnused: true });
    });
    const slack = each.slack ?? 1;
    for (const turn of ["recorded", "replayed"]) {
      const found = step(...each.inputs.map((spec) => makeInput(spec, cpu)));
      const tolerance = { absolute: 1e-5 * slack, relative: 1e-4 * slack };
      compare(`${turn} gradient`, found, goldenOf(name).gradients!, tolerance);
    }
    step.release();
  });
});

describe("gradients against central differences", () => {
  const smooth = cases.filter(({ double = true, steep = false }) => double && !steep);
  it.each(smooth.map((each) => [each.name, each] as const))("%s", (_name, each) => {
    const inputs = each.inputs.map((spec) => makeInput(spec, reference, "float64"));
    const fixed = each.inputs.map((spec) => !isDifferentiable(each, spec));
    const call = (...varying: Tensor[]): Tensor => {
      const left = [...varying];
      const given = inputs.map((input, i) => (fixed[i] ? input : left.shift()!));
      return cat(floatsOf(outputsOf(each.run(...given))).map((output) => output.flatten()));
    };
    const varying = inputs.filter((_, i) => !fixed[i]);
    expect(gradcheck(call, varying)).toBe(true);
    expect(gradgradcheck(call, varying)).toBe(true);
  });
});

describe("the table of cases", () => {
  it("differentiates through every primitive that has a gradient", () => {
    const met = new Set<string>();
    const stop = addRecorder({
      record: (primitive, inputs) => {
        if (inputs.some((input) => input.requiresGrad)) met.add(primitive.name);
      },
    });
    for (const each of cases) {
      const leaves = leavesOf(each, cpu);
      const squares = floatsOf(outputsOf(each.run(...leaves))).map((output) => output.square());
      const wanted = leaves.filter((leaf) => leaf.requiresGrad);
      grad(weigh(squares), wanted, { createGraph: true, allowUnused: true });
    }
    stop();
    const differentiable = Object.keys(gradients).filter((name) => Reflect.get(gradients, name) !== null);
    expect(differentiable.filter((name) => !met.has(name))).toEqual([]);
  });
});
