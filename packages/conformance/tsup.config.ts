import { defineConfig } from "tsup";

// No source map: it would repeat PyTorch's values.
export default defineConfig({
  entry: { index: "src/index.ts" },
  format: "esm",
  target: "es2022",
});
