import { webgpu } from "@mnist/tensor/webgpu";
import { describe, it } from "vitest";
import { conformance } from "./conformance.js";

const device = await webgpu();

/** There is no such type, or what follows depends on the values. */
const refuses = [
  "float64",
  ...["nonzero", "maskedSelect", "unique", "uniqueConsecutive", "bincount", "histc"],
  ...["allclose", "equal", "itemSync", "oneHot"],
  ...["solve", "svd", "pinv", "slogdet", "det", "qr", "eigh", "cholesky", "matrixExp", "completeQr"],
];

describe("WebGPU against PyTorch", () => {
  for (const { name, check } of conformance(device, { refuses })) it(name, check);
});
