import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    browser: "src/browser.ts",
    "plot/index": "src/plot/index.ts",
    "sweep/index": "src/sweep/index.ts",
  },
  format: "esm",
  target: "es2022",
  sourcemap: true,
});
