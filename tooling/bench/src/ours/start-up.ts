import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { recipes, serializeModel } from "@mnist/learner";
import { serve } from "./serve.js";
import { timed } from "./timing.js";

/** The built command line tool from nothing to its answer. */
const at = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const tool = at("apps/cli/dist/mnist.js");
const built = spawnSync(
  at("node_modules/.bin/turbo"),
  ["run", "build:js", "--filter=mnist-cli...", "--output-logs=errors-only"],
  { cwd: at("."), env: { ...process.env, PATH: `${at("node_modules/.bin")}:${process.env.PATH}` } },
);
if (built.status !== 0) throw new Error(`the command line tool does not build: ${built.stderr}`);

const settings = recipes.digits.defaults;
const file = join(mkdtempSync(join(tmpdir(), "mnist-bench-")), "digits.safetensors");
const about = { dataset: "none", seed: 0, accuracy: null };
const model = recipes.digits.model(settings);
writeFileSync(file, await serializeModel({ recipe: recipes.digits, settings, model, about }));

function run(...args: string[]): Promise<number> {
  return timed(() => {
    const { status, stderr } = spawnSync(process.execPath, [tool, ...args]);
    if (status !== 0) throw new Error(`mnist ${args.join(" ")}: ${stderr}`);
  });
}

await serve({
  round: async () => ({
    "mnist --version": await run("--version"),
    "mnist predict": await run("predict", file, at("apps/examples/digits/three.png")),
    "node -e 0": await timed(() => spawnSync(process.execPath, ["-e", "0"])),
  }),
});
