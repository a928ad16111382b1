// Gives every package the version and the changelog that its changesets ask for.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const { status } = spawnSync("npx", ["changeset", "version"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);

const tensor = new URL("../../packages/tensor/", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", tensor), "utf8"));
const source = new URL("src/version.ts", tensor);
const text = readFileSync(source, "utf8");
writeFileSync(source, text.replace(/(?<=version: string = )"[^"]*"/, JSON.stringify(version)));
