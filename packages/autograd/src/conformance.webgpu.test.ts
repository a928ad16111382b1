import { cpu, setDefaultDevice } from "@mnist/tensor";
import { goldenOf, operationCases, outputsOf, requireClose } from "@mnist/tensor/testing";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grad } from "./index.js";
import { floatsOf, leavesOf, weigh } from "./testing/operation-gradients.js";

const device = await webgpu();
beforeAll(() => setDefaultDevice(device));
afterAll(() => {
  setDefaultDevice(cpu);
  device.destroy();
});

const cases = operationCases.filter((each) => goldenOf(each.name).gradients !== undefined);

describe("gradients on WebGPU against PyTorch", () => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", async (name, each) => {
    const leaves = leavesOf(each, device);
    const wanted = leaves.filter((leaf) => leaf.requiresGrad);
    const outputs = floatsOf(outputsOf(each.run(...leaves)));
    const found = grad(weigh(outputs), wanted, { allowUnused: true });
    const expected = goldenOf(name).gradients!.filter((values) => values !== null);
    expect(found.length).toBe(expected.length);
    const slack = each.slack ?? 1;
    for (const [i, values] of expected.entries()) {
      const tolerance = { absolute: 1e-5 * slack, relative: 1e-4 * slack };
      requireClose(`gradient ${i}`, await found[i]!.data(), values, tolerance);
    }
  });
});
