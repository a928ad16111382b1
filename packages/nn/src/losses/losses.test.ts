import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { expectClose, readGolden, toOptions, toTensor } from "../testing/golden.js";
import { type LossCase, lossOf } from "../testing/loss-case.js";

type LossClass = new (options: object) => nn.Module;

const cases = readGolden<LossCase>("losses");

describe("losses against PyTorch", () => {
  it.each(cases.map((each) => [each.function, Object.keys(each.options).join(", "), each] as const))(
    "%s(%s)",
    (_name, _options, golden) => {
      const [input, target] = [toTensor(golden.input).requiresGrad_(), toTensor(golden.target)];
      const options = toOptions(golden.options);
      const output = lossOf(golden)(input, target, options);
      expectClose(output, golden.output, "loss");
      output.backward(toTensor(golden.upstream));
      expectClose(input.grad!, golden.gradient, "gradient");
      const Module = Reflect.get(nn, golden.module) as LossClass;
      expect(new Module(options)(input, target).arraySync()).toEqual(output.arraySync());
    },
  );
});
