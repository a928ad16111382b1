import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", browser: "src/browser.ts" },
  format: "esm",
  target: "es2022",
  sourcemap: true,
});
