import { noGrad } from "@mnist/autograd";
import { DataError, randint, randn, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { loadSafetensors, saveSafetensors } from "./safetensors.js";

describe("safetensors", () => {
  it("comes back as it went", async () => {
    const tensors = {
      a: randn([2, 3]),
      b: tensor([true, false]),
      c: randint(9, [4]),
      d: randn([0, 2], { dtype: "float64" }),
    };
    const { tensors: read, metadata } = loadSafetensors(await saveSafetensors(tensors, { made: "here" }));
    expect(metadata).toEqual({ made: "here" });
    for (const [name, value] of Object.entries(tensors)) {
      expect(read[name]!.dtype).toBe(value.dtype);
      expect(read[name]!.shape).toEqual(value.shape);
      expect(read[name]!.dataSync()).toEqual(value.dataSync());
    }
  });

  it("reads from the middle of a larger buffer", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(
      noGrad(() => loadSafetensors(larger.subarray(3, 3 + bytes.length)).tensors.a!.arraySync()),
    ).toEqual([1, 2, 3]);
  });

  it("refuses every cut and every lying header with a DataError", async () => {
    const bytes = await saveSafetensors({ a: tensor([1, 2, 3]) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => loadSafetensors(bytes.slice(0, length), "cut")).toThrow(DataError);
    }
    const lying = bytes.slice();
    new DataView(lying.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(() => loadSafetensors(lying, "lying")).toThrow(/lying: got a header of/);
  });
});
