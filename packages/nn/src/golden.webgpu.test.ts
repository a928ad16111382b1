import { cpu, setDefaultDevice, stack, type Tensor } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import layers from "./golden/layers.json" with { type: "json" };
import losses from "./golden/losses.json" with { type: "json" };
import optimizers from "./golden/optimizers.json" with { type: "json" };
import { buildLayer, type LayerCase } from "./testing/layer-case.js";
import { type LossCase, lossOf } from "./testing/loss-case.js";
import { type OptimizerCase, setUp } from "./testing/optimizer-case.js";
import { expectCloseAnywhere, toOptions, toState, toTensor } from "./testing/stored-tensor.js";

const device = await webgpu();
beforeAll(() => setDefaultDevice(device));
afterAll(() => {
  setDefaultDevice(cpu);
  device.destroy();
});

describe("losses on WebGPU against PyTorch", () => {
  const cases = losses.cases as unknown as readonly LossCase[];
  it.each(cases.map((each) => [each.function, Object.keys(each.options).join(", "), each] as const))(
    "%s(%s)",
    async (_name, _options, golden) => {
      const [input, target] = [toTensor(golden.input).requiresGrad_(), toTensor(golden.target)];
      const output = lossOf(golden)(input, target, toOptions(golden.options));
      output.backward(toTensor(golden.upstream));
      await expectCloseAnywhere(output, golden.output, "loss");
      await expectCloseAnywhere(input.grad!, golden.gradient, "gradient");
    },
  );
});

describe("layers on WebGPU against PyTorch", () => {
  const cases = layers.cases as unknown as readonly LayerCase[];
  it.each(cases.map((each) => [each.text, each] as const))("%s", async (_text, golden) => {
    const module = buildLayer(golden);
    module.loadStateDict(toState(golden.state));
    for (let call = 1; call < golden.repeat; call++) module(...golden.inputs.map(toTensor));
    module.train(golden.training);
    const inputs = golden.inputs.map((input, i) =>
      toTensor(input).requiresGrad_(golden.inputGradients[i] !== null),
    );
    const output = module(...inputs);
    output.backward(toTensor(golden.upstream));
    await expectCloseAnywhere(output, golden.output, "output");
    const tolerance = { absolute: 5e-6 };
    for (const [i, gradient] of golden.inputGradients.entries()) {
      if (gradient !== null)
        await expectCloseAnywhere(inputs[i]!.grad!, gradient, `gradient of input ${i}`, tolerance);
    }
    for (const [name, parameter] of module.namedParameters())
      await expectCloseAnywhere(parameter.grad!, golden.gradients[name]!, `gradient of ${name}`, tolerance);
    for (const [name, buffer] of module.namedBuffers())
      await expectCloseAnywhere(buffer, golden.buffers[name]!, name);
  });
});

describe("optimisers on WebGPU against PyTorch, 50 steps without a reading", () => {
  const cases = optimizers.cases as unknown as readonly OptimizerCase[];
  it.each(cases.map((each) => [each.optimizer, JSON.stringify(each.options), each] as const))(
    "%s %s",
    async (_name, _options, golden) => {
      const { w, b, step } = setUp(golden);
      const all: Tensor[] = golden.losses.map(() => step(golden.clip));
      const found = await stack(all).data();
      golden.losses.forEach((loss, i) => {
        expect(Math.abs(found[i]! - loss), `loss ${i}`).toBeLessThan(1e-5);
      });
      const tolerance = { absolute: 2e-5, relative: 1e-4 };
      await expectCloseAnywhere(w, golden.w, "w", tolerance);
      await expectCloseAnywhere(b, golden.b, "b", tolerance);
    },
  );
});
