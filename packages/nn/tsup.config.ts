import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "formats/index": "src/formats/index.ts",
    "functional/index": "src/functional/index.ts",
    "optim/index": "src/optim/index.ts",
  },
  format: "esm",
  target: "es2022",
  sourcemap: true,
});
