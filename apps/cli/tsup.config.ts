import { defineConfig } from "tsup";

export default defineConfig({
  entry: { mnist: "src/mnist.ts" },
  format: "esm",
  target: "es2022",
  sourcemap: true,
  banner: { js: "#!/usr/bin/env node" },
});
