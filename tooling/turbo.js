// Runs turbo with its telemetry off, on any system: npm scripts have no way of their own to set a variable everywhere.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
const optional = ["chromium", "firefox-esr", "jupyter", "python3", "redis-server", "tmux"];

/** What tests use where it is there: a result from before it came counts no longer. */
const surroundings = [
  process.version,
  process.platform,
  process.arch,
  process.env.CHROMIUM_PATH,
  process.env.DENO,
  process.env.VK_ICD_FILENAMES,
  ...optional.filter((name) => folders.some((folder) => existsSync(join(folder, name)))),
];

const { status } = spawnSync("turbo", process.argv.slice(2), {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: {
    ...process.env,
    MNIST_SURROUNDINGS: surroundings.join(" "),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  },
});
process.exitCode = status ?? 1;
