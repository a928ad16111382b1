import { manualSeed, ones, randn } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import golden from "../golden/init.json" with { type: "json" };
import { expectClose, type StoredTensor } from "../testing/golden.js";
import { Dropout } from "./dropout.js";

describe("Dropout", () => {
  it("drops what PyTorch drops", () => {
    manualSeed(3);
    expectClose(new Dropout(0.3)(ones([40])), golden.dropout as StoredTensor, "output");
  });

  it("passes gradients through what is kept alone", () => {
    const x = randn([100]).requiresGrad_();
    const output = new Dropout(0.4)(x);
    output.sum().backward();
    const [slopes, values] = [x.grad!.dataSync(), output.dataSync()];
    slopes.forEach((slope, i) => {
      expect(slope).toBeCloseTo(values[i] === 0 ? 0 : 1 / 0.6, 5);
    });
  });

  it("changes nothing in use, draws nothing for p = 0, leaves nothing for p = 1", () => {
    const x = ones([8]);
    expect(new Dropout(0.5).eval()(x)).toBe(x);
    expect(new Dropout(0)(x)).toBe(x);
    expect(new Dropout(1)(x).sum().itemSync()).toBe(0);
    expect(() => new Dropout(1.5)).toThrow("Dropout: got p 1.5; expected a probability from 0 to 1.");
  });
});
