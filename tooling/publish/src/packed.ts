import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const workspace = fileURLToPath(new URL("../../..", import.meta.url));

/** The libraries that are published, in the order in which they build on each other. */
export const libraries = ["tensor", "conformance", "autograd", "nn", "data", "learner"] as const;

const folders = [...libraries.map((name) => `packages/${name}`), "apps/cli"];

/** A command's standard output. @throws Error with all that it printed where it fails. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", TURBO_TELEMETRY_DISABLED: "1" },
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}${stderr}`);
}

export interface Packed {
  /** The tarballs, as `pnpm publish` would send them. */
  readonly tarballs: readonly string[];
  /** A project outside the workspace that has them installed by npm. */
  readonly consumer: string;
  /** Writes a file of the consumer's; answers its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/** Builds and packs every published package and installs the tarballs, by npm, in an empty project. */
export function packAndInstall(): Packed {
  run("npm", ["run", "build", "--", "--filter=mnist-cli..."], workspace);
  const root = mkdtempSync(join(tmpdir(), "mnist-published-"));
  const packs = join(root, "packs");
  mkdirSync(packs);
  for (const folder of folders) run("pnpm", ["pack", "--pack-destination", packs], join(workspace, folder));
  const tarballs = readdirSync(packs).map((name) => join(packs, name));
  const consumer = join(root, "consumer");
  mkdirSync(consumer);
  const write = (name: string, text: string): string => {
    const path = join(consumer, name);
    writeFileSync(path, text);
    return path;
  };
  write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs], consumer);
  return { tarballs, consumer, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
