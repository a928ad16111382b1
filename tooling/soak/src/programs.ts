import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Where bundled programs and the folders of runs lie; gone at the end. */
export const scratch = mkdtempSync(join(tmpdir(), "mnist-soak-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Bundles the training that saves its state as it goes; answers the program's file. */
export async function bundleTraining(): Promise<string> {
  const outfile = join(scratch, "training.mjs");
  await build({
    entryPoints: [
      fileURLToPath(new URL("../../../packages/learner/src/testing/training-child.ts", import.meta.url)),
    ],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@mnist/source"],
    logLevel: "silent",
  });
  return outfile;
}

/** A signal that comes so many milliseconds after so many batches. */
export interface Stop {
  readonly signal: NodeJS.Signals;
  readonly batch: number;
  readonly late: number;
}

/** How a process ended: the last line that it wrote beside its "batch" lines, what it complained of, and its exit code. */
export interface Ending {
  readonly result: string;
  readonly complaints: string;
  readonly code: number | null;
}

/** Runs a command whose process says when a batch is done. */
export async function run(
  [command, ...args]: readonly [string, ...string[]],
  { stop, env = {} }: { readonly stop?: Stop; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ending> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let [complaints, done, result] = ["", 0, ""];
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== "batch") result = line;
    else if (done++ === stop?.batch) void sleep(stop.late).then(() => child.kill(stop.signal));
  }
  return { result, complaints, code: await closed };
}

/** The SHA-256 of the weights in the last line of a training; nothing where it did not come to its end. */
export function digestIn({ result }: Ending): string {
  return /"sha256":"([0-9a-f]{64})"/.exec(result)?.[1] ?? "";
}

/** A folder of its own for a run. */
export function newFolder(): string {
  return mkdtempSync(join(scratch, "run-"));
}
