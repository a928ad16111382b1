import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serve, timed } from "./serve.js";

/** The built command line tool from nothing to its answer. */
const tool = fileURLToPath(new URL("../../../../apps/cli/dist/mnist.js", import.meta.url));
if (!existsSync(tool)) throw new Error("build it first: pnpm build");

const run = (...args: string[]) => timed(() => spawnSync(process.execPath, [tool, ...args]));
await serve({ round: async () => ({ "mnist --version": await run("--version") }) });
