// The registry, engines and bundlers of tools/package.json, which are no part of the workspace's install.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "./run.js";

const folder = fileURLToPath(new URL("../tools", import.meta.url));
const fromTools = createRequire(join(folder, "package.json"));

/** Installs them, the first time. */
export function installTools(): void {
  if (existsSync(join(folder, "node_modules/.bin/verdaccio"))) return;
  console.log("installing verdaccio, Deno, Bun, Vite and webpack, this once");
  run("npx", ["--yes", "pnpm@10.34.9", "install", "--ignore-workspace", "--frozen-lockfile"], folder);
}

/** The path of one of their commands. */
export const command = (name: string): string => join(folder, "node_modules/.bin", name);

/** The path of a command that is a script of Node's, to be started without the shell between, which would outlive a kill. */
export const script = (name: string, file = name): string => join(folder, "node_modules", name, "bin", file);

/** One of their modules. */
export const load = (name: string): Promise<unknown> => import(pathToFileURL(fromTools.resolve(name)).href);
