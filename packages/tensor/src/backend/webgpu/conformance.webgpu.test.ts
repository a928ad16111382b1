import { describe, it } from "vitest";
import { conformance } from "../../testing/conformance.js";
import { webgpu } from "./index.js";

const device = await webgpu();

describe("WebGPU against PyTorch", () => {
  for (const { name, check } of conformance(device, { refuses: ["float64", "dataSync", "itemSync"] }))
    it(name, check);
});
