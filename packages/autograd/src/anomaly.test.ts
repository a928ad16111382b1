import { tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { detectAnomaly, isAnomalyDetectionEnabled, setDetectAnomaly } from "./index.js";

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

describe("detectAnomaly", () => {
  it("names the operation and the line that first made a NaN", () => {
    const x = tensor([-1, 4]).requiresGrad_();
    const { message } = errorOf(() => detectAnomaly(() => x.log().add(1).sum()));
    expect(message).toMatch(
      /^log: got a NaN in its output of shape \[2\], though no input holds one; expected numbers\. It was called at .*anomaly\.test\.ts:17:/,
    );
  });

  it("names the forward call whose gradient made one", () => {
    const x = tensor([0, 4]).requiresGrad_();
    const error = errorOf(() =>
      detectAnomaly(() => {
        const roots = x.sqrt();
        roots.mul(0).sum().backward(); // 0 / (2·√0)
      }),
    );
    expect(error.message).toMatch(
      /^backward of sqrt: got a NaN in the gradient of input 0, though none came in; expected numbers\. It was called at .*anomaly\.test\.ts:27:/,
    );
    expect((error.cause as Error).message).toContain("anomaly.test.ts");
  });

  it("says how to learn more where the forward pass was not watched", () => {
    const x = tensor([0, 4]).requiresGrad_();
    const loss = x.sqrt().mul(0).sum();
    expect(errorOf(() => detectAnomaly(() => loss.backward())).message).toMatch(
      /Run the forward pass inside detectAnomaly too, to see where it was called\.$/,
    );
  });

  it("does not blame an operation for a NaN that came in", () => {
    const x = tensor([Number.NaN, 1]).requiresGrad_();
    detectAnomaly(() => x.mul(2).sum().backward());
    expect(x.grad!.arraySync()).toEqual([2, 2]);
  });

  it("is on for the work alone, async too, or until switched off", async () => {
    await detectAnomaly(async () => {
      await Promise.resolve();
      expect(isAnomalyDetectionEnabled()).toBe(true);
    });
    expect(isAnomalyDetectionEnabled()).toBe(false);
    setDetectAnomaly(true);
    expect(() => tensor(-1).requiresGrad_().sqrt()).toThrow(/sqrt: got a NaN/);
    setDetectAnomaly(false);
    expect(tensor(-1).requiresGrad_().sqrt().itemSync()).toBeNaN();
  });
});
