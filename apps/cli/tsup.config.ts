import { defineConfig } from "tsup";
import { bundledLicenses } from "../../tooling/build/bundled-licenses.js";

/** What a bundled CommonJS module asks Node for. */
const require = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

// All that every installation needs goes into the bundle, the libraries from their sources: a command then reads a few
// files with what it uses. Packages that only plots and queues ask for stay outside.
export default defineConfig({
  entry: { mnist: "src/mnist.ts" },
  format: "esm",
  target: "es2022",
  sourcemap: true,
  external: ["undici", "webgpu"],
  esbuildPlugins: [bundledLicenses],
  banner: { js: `#!/usr/bin/env node\n${require}` },
  esbuildOptions(options) {
    options.conditions = ["@mnist/source"];
    options.minify = true;
  },
});
