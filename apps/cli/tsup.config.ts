import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Options } from "tsup";
import { bundledLicenses } from "../../tooling/build/bundled-licenses.js";
import { commandEntries, commandsApart } from "../../tooling/build/command-entries.js";
import { whenCalled } from "../../tooling/build/when-called.js";

/** What a bundled CommonJS module asks Node for. */
const require = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** What every installation needs is bundled, from the sources; what only plots and queues ask for stays outside. */
const bundle = (options: Options): Options => ({
  format: "esm",
  target: "es2022",
  sourcemap: true,
  removeNodeProtocol: false, // by its full name a module is one of those that are loaded when they are called
  external: ["undici", "webgpu"],
  banner: { js: `#!/usr/bin/env node\n${require}` },
  ...options,
  esbuildPlugins: [bundledLicenses, whenCalled, ...(options.esbuildPlugins ?? [])],
  esbuildOptions(each) {
    each.conditions = ["@mnist/source"];
    each.minify = true;
  },
});

// What earlier builds left would be packed with this one; the page in dist/playground has a build of its own.
mkdirSync("dist", { recursive: true });
for (const name of readdirSync("dist")) if (/\.js(\.map)?$/.test(name)) rmSync(join("dist", name));

const { "predict-run": predict, ...others } = commandEntries();

// Three bundles, so that a command waits for few files: what every command begins with is one; reading a picture, which is
// to feel instant, is one with nothing of the others; the others share theirs.
export default defineConfig([
  bundle({ entry: { mnist: "src/mnist.ts" }, esbuildPlugins: [commandsApart] }),
  bundle({ entry: { "predict-run": predict! } }),
  bundle({ entry: others }),
]);
