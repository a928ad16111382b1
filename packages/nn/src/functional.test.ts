import { grad } from "@mnist/autograd";
import { manualSeed, Tensor, zerosLike } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as functional from "./functional/index.js";
import { expectClose, readGolden, type StoredTensor, toOptions, toTensor } from "./testing/golden.js";

interface FunctionalCase {
  readonly function: string;
  readonly seed: number;
  readonly inputs: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly output: StoredTensor;
  readonly gradients: readonly StoredTensor[];
  /** Whether the inputs behind the first are running statistics, which have no gradient. */
  readonly statistics: boolean;
  readonly second: readonly StoredTensor[] | null;
}

const cases = readGolden<FunctionalCase>("functional");

function titleOf({ function: name, inputs, options }: FunctionalCase): string {
  const shown = (value: unknown): unknown =>
    typeof value === "object" && value !== null && "shape" in value ? value.shape : value;
  const settings = Object.entries(options).map(([key, value]) => [key, shown(value)]);
  return `${name} of ${JSON.stringify(inputs.map(shown))} ${JSON.stringify(Object.fromEntries(settings))}`;
}

describe("functions against PyTorch", () => {
  it.each(cases.map((each) => [titleOf(each), each] as const))("%s", (_title, golden) => {
    const inputs = golden.inputs.map((each) => Object.values(toOptions({ each }))[0]);
    const options = toOptions(golden.options);
    const given = golden.statistics ? inputs.slice(0, 1) : inputs;
    const points = [...given, ...Object.values(options)].filter(
      (each): each is Tensor => each instanceof Tensor && each.dtype === "float32",
    );
    for (const point of points) point.requiresGrad_();
    manualSeed(golden.seed);
    const run = Reflect.get(functional, golden.function) as (...all: unknown[]) => Tensor;
    const output = run(...inputs, ...(Object.keys(options).length > 0 ? [options] : []));
    const tolerance = { absolute: 2e-5, relative: 1e-4 };
    expectClose(output, golden.output, "output", tolerance);
    const weights = Array.from({ length: output.numel() }, (_, i) => ((i * 7) % 11) / 4 + 0.25);
    const like = toTensor({ dtype: "float32", shape: output.shape, data: weights });
    const first = grad(output.mul(like).sum(), points, { createGraph: true, allowUnused: true });
    for (const [i, each] of first.entries())
      expectClose(each, golden.gradients[i]!, `gradient of ${i}`, tolerance);
    const length = first.map((each) => each.square().sum()).reduce((sum, each) => sum.add(each));
    const second = length.requiresGrad
      ? grad(length, points, { allowUnused: true })
      : points.map((point) => zerosLike(point));
    for (const [i, each] of (golden.second ?? []).entries()) {
      const largest = Math.max(1, ...each.data.map((value) => Math.abs(Number(value))));
      expectClose(second[i]!, each, `second gradient of ${i}`, { absolute: 1e-4 * largest, relative: 1e-3 });
    }
    expect(first).toHaveLength(golden.gradients.length);
  });
});
