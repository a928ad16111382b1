import { describe, expect, it } from "vitest";
import * as nn from "../index.js";
import { expectClose, readGolden, toState, toTensor } from "../testing/golden.js";
import { buildLayer, type LayerCase } from "../testing/layer-case.js";

const cases = readGolden<LayerCase>("layers");

describe("layers against PyTorch", () => {
  it.each(cases.map((each) => [each.text, each] as const))("%s", (_text, golden) => {
    const module = buildLayer(golden);
    expect(String(module)).toBe(golden.text);
    expect(Object.keys(module.stateDict())).toEqual(Object.keys(golden.state));
    module.loadStateDict(toState(golden.state));
    for (let call = 1; call < golden.repeat; call++) module(...golden.inputs.map(toTensor));
    module.train(golden.training);
    const inputs = golden.inputs.map(toTensor);
    inputs.forEach((input, i) => {
      if (golden.inputGradients[i] !== null) input.requiresGrad_();
    });
    const output = module(...inputs);
    expectClose(output, golden.output, "output");
    output.backward(toTensor(golden.upstream));
    golden.inputGradients.forEach((gradient, i) => {
      if (gradient !== null)
        expectClose(inputs[i]!.grad!, gradient, `gradient of input ${i}`, { absolute: 2e-6 });
    });
    for (const [name, parameter] of module.namedParameters())
      expectClose(parameter.grad!, golden.gradients[name]!, `gradient of ${name}`, { absolute: 5e-6 });
    for (const [name, buffer] of module.namedBuffers()) expectClose(buffer, golden.buffers[name]!, name);
  });

  it("cover every layer there is", () => {
    const layers = Object.entries(nn)
      .filter(
        ([name, value]) =>
          typeof value === "function" && value.prototype instanceof nn.Module && name !== "Module",
      )
      .map(([name]) => name);
    const others = readGolden<{ readonly module: string }>("modules");
    const covered = new Set([...cases.map((each) => each.layer), ...others.map((each) => each.module)]);
    const containers = ["ModuleDict", "ModuleList", "ParameterList", "Sequential"];
    const stacks = ["TransformerDecoder", "TransformerEncoder"];
    const left = layers.filter(
      (name) =>
        !covered.has(name) && !containers.includes(name) && !stacks.includes(name) && !/Loss$/.test(name),
    );
    expect(left).toEqual([]);
  });
});
