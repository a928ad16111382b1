import { defineConfig } from "tsup";
import { embedKernels } from "../../tooling/build/embed-kernels.js";

await embedKernels();

export default defineConfig({
  entry: {
    index: "src/index.ts",
    internal: "src/internal.ts",
    "linalg/index": "src/linalg/index.ts",
    "backend/webgpu/index": "src/backend/webgpu/index.ts",
    "backend/webgpu/browser": "src/backend/webgpu/browser.ts",
  },
  banner: { js: "/*! with fflate 0.8.3, MIT License, Copyright (c) 2023 Arjun Barrett */" },
  format: "esm",
  target: "es2022",
  platform: "browser",
  sourcemap: true,
});
