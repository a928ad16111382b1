import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.js";

/** A project of somebody else's, with packages installed by npm. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file of the project's; answers its path. */
  write(name: string, text: string): string;
}

/** Makes one in a folder. `packages` are names, with versions where it matters. */
export function makeConsumer(folder: string, registry: string, packages: readonly string[]): Consumer {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  write(".npmrc", `registry=${registry}\n`);
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], folder);
  return { folder, write };
}
