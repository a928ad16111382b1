import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { getNumThreads } from "@mnist/tensor";
import { version } from "../../../package.json";
import { UsageError } from "../../command-line/errors.js";
import { writeWhole } from "../../model-file.js";
import { runsFolder } from "../../saved-run.js";
import type { Plan } from "./plan.js";

const today = (): string => new Date().toISOString().slice(0, 10);

/** Makes a run's folder, a new one unless it is named: config.json repeats the run, environment.json says where it ran. */
export async function createRunFolder(plan: Plan, seed: number, named?: string): Promise<string> {
  const folder =
    named === undefined ? await newFolder(`${today()}-${plan.recipe}-${seed}`) : await emptyFolder(named);
  const config = { recipe: plan.recipe, ...plan.given };
  await writeFile(join(folder, "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  await writeFile(join(folder, "environment.json"), `${JSON.stringify(await environment(), null, 2)}\n`);
  await tryToWrite(join(folder, "model.safetensors"));
  return folder;
}

async function newFolder(name: string): Promise<string> {
  await mkdir(runsFolder(), { recursive: true });
  for (let count = 1; ; count++) {
    const folder = join(runsFolder(), count === 1 ? name : `${name}-${count}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

async function emptyFolder(folder: string): Promise<string> {
  if ((await mkdir(folder, { recursive: true })) === undefined) {
    const { readdir } = await import("node:fs/promises");
    if ((await readdir(folder)).includes("config.json"))
      throw new UsageError(
        `${folder} has an earlier run. Try --resume ${folder} to go on with it, or another folder.`,
      );
  }
  return folder;
}

/** Writes and renames a draft beside a file, so that a full disk or a missing permission is known before the work. */
export async function tryToWrite(path: string): Promise<void> {
  const trial = `${path}.trial`;
  await writeWhole(trial, new Uint8Array(4096));
  await rm(trial);
}

async function environment(): Promise<object> {
  const git = await promisify(execFile)("git", ["rev-parse", "HEAD"]).catch(() => null);
  return {
    mnist: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? null,
    memory: totalmem(),
    threads: getNumThreads(),
    device: "cpu",
    commit: git?.stdout.trim() ?? null,
  };
}
