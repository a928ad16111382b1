import { goldenOf, type OperationCase, operationCases, outputsOf, requireClose } from "@mnist/conformance";
import { cpu, DeviceError, setDefaultDevice, type Tensor, tensor } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detectAnomaly, grad } from "./index.js";
import { floatsOf, leavesOf, weigh } from "./testing/operation-gradients.js";

const device = await webgpu();
beforeAll(() => setDefaultDevice(device));
afterAll(() => {
  setDefaultDevice(cpu);
  device.destroy();
});

const cases = operationCases.filter(
  ({ name, inputs }) =>
    goldenOf(name).gradients !== undefined && inputs.every(({ dtype }) => dtype !== "float64"),
);
/** What these choose depends on the values, or there is no such type; that they are refused is checked with the values. */
const refusal =
  /^(nonzero|maskedSelect|solve|svd|pinv|slogdet|det|qr|eigh|cholesky|matrixExp): got a tensor on webgpu|^copy: got float64 on webgpu/;

function run(each: OperationCase): { wanted: Tensor[]; total: Tensor } | null {
  const leaves = leavesOf(each, device);
  try {
    const outputs = floatsOf(outputsOf(each.run(...leaves)));
    return { wanted: leaves.filter((leaf) => leaf.requiresGrad), total: weigh(outputs) };
  } catch (error) {
    if (error instanceof DeviceError && refusal.test(error.message)) return null;
    throw error;
  }
}

describe("gradients on WebGPU against PyTorch", () => {
  it.each(cases.map((each) => [each.name, each] as const))("%s", async (name, each) => {
    const made = run(each);
    if (made === null) return;
    const found = grad(made.total, made.wanted, { allowUnused: true });
    const expected = goldenOf(name).gradients!.filter((values) => values !== null);
    expect(found.length).toBe(expected.length);
    const slack = each.slack ?? 1;
    for (const [i, values] of expected.entries()) {
      const tolerance = { absolute: 1e-5 * slack, relative: 1e-4 * slack };
      requireClose(`gradient ${i}`, await found[i]!.data(), values, tolerance);
    }
  });
});

it("refuses to look for anomalies, which takes a reading after every operation", () => {
  const x = tensor([1, 2]).requiresGrad_();
  expect(() => detectAnomaly(() => x.square().sum().backward())).toThrow(
    "detectAnomaly: got a tensor on webgpu",
  );
});
