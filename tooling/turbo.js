// Runs turbo with its telemetry off, on any system: npm scripts have no way of their own to set a variable everywhere.
import { spawnSync } from "node:child_process";

const { status } = spawnSync("turbo", process.argv.slice(2), {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
});
process.exitCode = status ?? 1;
