import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles `training-child.ts`, which trains into a folder and saves its state as it goes, into a program of one file. */
export async function bundleTraining(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL("training-child.ts", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["@mnist/source"],
    logLevel: "silent",
  });
}

/** A signal that comes so many milliseconds after so many batches. */
export interface Stop {
  readonly signal: NodeJS.Signals;
  readonly batch: number;
  readonly late: number;
}

/** How a process ended. */
export interface Ending {
  /** The last line that it wrote beside its "batch" lines; nothing where it was stopped before. */
  readonly result: string;
  /** What it wrote to standard error. */
  readonly complaints: string;
  readonly code: number | null;
}

/** Runs a command whose process says when a batch is done. */
export async function runTraining(
  [command, ...args]: readonly [string, ...string[]],
  { stop, env = {} }: { readonly stop?: Stop | undefined; readonly env?: NodeJS.ProcessEnv } = {},
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
