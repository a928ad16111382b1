import { defineConfig } from "tsup";
import { embedWorker } from "../../tooling/build/embed-worker.js";

await embedWorker();

export default defineConfig({
  entry: { index: "src/index.ts", browser: "src/browser.ts" },
  format: "esm",
  target: "es2022",
  sourcemap: true,
});
