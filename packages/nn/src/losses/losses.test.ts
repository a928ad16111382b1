import type { Tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { expectClose, readGolden, type StoredTensor, toOptions, toTensor } from "../testing/golden.js";

interface LossCase {
  readonly function: string;
  readonly module: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly input: StoredTensor;
  readonly target: StoredTensor;
  readonly upstream: StoredTensor;
  readonly output: StoredTensor;
  readonly gradient: StoredTensor;
}

type Loss = (input: Tensor, target: Tensor, options: object) => Tensor;
type LossClass = new (options: object) => nn.Module;

const cases = readGolden<LossCase>("losses");

describe("losses against PyTorch", () => {
  it.each(cases.map((each) => [each.function, Object.keys(each.options).join(", "), each] as const))(
    "%s(%s)",
    (_name, _options, golden) => {
      const [input, target] = [toTensor(golden.input).requiresGrad_(), toTensor(golden.target)];
      const options = toOptions(golden.options);
      const output = (Reflect.get(nn, golden.function) as Loss)(input, target, options);
      expectClose(output, golden.output, "loss");
      output.backward(toTensor(golden.upstream));
      expectClose(input.grad!, golden.gradient, "gradient");
      const Module = Reflect.get(nn, golden.module) as LossClass;
      expect(new Module(options)(input, target).arraySync()).toEqual(output.arraySync());
    },
  );
});
