import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, workspace } from "./run.js";

/** The libraries that are published, in the order in which they build on each other. */
export const libraries = ["tensor", "conformance", "autograd", "nn", "data", "learner"] as const;

const folders = [...libraries.map((name) => `packages/${name}`), "apps/cli"];

/** A folder of this run's own, outside the workspace. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "mnist-published-"));
}

/** Builds and packs every published package as `pnpm publish` would send it; answers the tarballs. */
export function pack(folder: string): string[] {
  run("npm", ["run", "build", "--", "--filter=mnist-cli..."], workspace);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of folders) run("pnpm", ["pack", "--pack-destination", folder], join(workspace, each));
  return readdirSync(folder).map((name) => join(folder, name));
}
