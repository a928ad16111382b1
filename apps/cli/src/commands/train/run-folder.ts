import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { getNumThreads, selectedDevice } from "@mnist/tensor";
import { version } from "../../../package.json";
import type { DeviceName } from "../../command-line/device-option.js";
import { UsageError } from "../../command-line/errors.js";
import { runsFolder } from "../../saved-run.js";
import { behindLinks, writeWhole } from "../../write-whole.js";
import type { Plan } from "./plan.js";

const today = (): string => new Date().toISOString().slice(0, 10);

/**
 * Makes a run's folder, a new one unless it is named: config.json repeats the run, environment.json says where it ran
 * and, if not in it, where its checkpoints are.
 * @throws where a model of so many bytes could not be written there
 */
export async function createRunFolder(
  plan: Plan,
  {
    seed,
    size,
    named,
    checkpoints,
  }: {
    readonly seed: number;
    readonly size: number;
    readonly named?: string | undefined;
    readonly checkpoints?: string | undefined;
  },
): Promise<string> {
  const folder =
    named === undefined ? await newFolder(`${today()}-${plan.recipe}-${seed}`) : await emptyFolder(named);
  await writeConfig(folder, plan);
  await writeJSON(join(folder, "environment.json"), {
    ...(await environment()),
    ...(checkpoints !== undefined && { checkpoints: resolve(checkpoints) }),
  });
  await tryToWrite(join(folder, "model.safetensors"), size);
  return folder;
}

/** Takes away what was made for a run that never began, and the folder if there is nothing else in it. */
export async function abandonRun(folder: string): Promise<void> {
  for (const name of ["config.json", "environment.json"]) await rm(join(folder, name), { force: true });
  await rmdir(folder).catch(() => {});
}

/** Writes the file that repeats a run. */
export const writeConfig = (folder: string, { recipe, given }: Plan): Promise<void> =>
  writeJSON(join(folder, "config.json"), { recipe, ...given });

/** Where a run's checkpoints were kept if not in its own folder, the latest place first. */
export async function rememberedCheckpoints(folder: string): Promise<string[]> {
  const { checkpoints } = await readEnvironment(folder);
  return [checkpoints].flat().filter((place) => typeof place === "string");
}

/** Writes down where a run's checkpoints are kept from now on. */
export async function rememberCheckpoints(folder: string, checkpoints: string): Promise<void> {
  const [place, before] = [resolve(checkpoints), await rememberedCheckpoints(folder)];
  if (before[0] === place) return;
  const places = [place, ...before.filter((each) => each !== place)];
  await writeJSON(join(folder, "environment.json"), {
    ...(await readEnvironment(folder)),
    checkpoints: places.length === 1 ? place : places,
  });
}

/** The device that a run was begun on; undefined where it is not known. */
export async function rememberedDevice(folder: string): Promise<DeviceName | undefined> {
  const { device } = await readEnvironment(folder);
  return device === "cpu" || device === "webgpu" ? device : undefined;
}

interface Environment {
  readonly checkpoints?: unknown;
  readonly device?: unknown;
}

async function readEnvironment(folder: string): Promise<Environment> {
  try {
    return { ...JSON.parse(await readFile(join(folder, "environment.json"), "utf8")) };
  } catch {
    return {}; // a run needs it for nothing else
  }
}

const writeJSON = (path: string, value: object): Promise<void> =>
  writeWhole(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));

async function newFolder(name: string): Promise<string> {
  await makeFolder(runsFolder());
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
  const isThere = existsSync(folder);
  await makeFolder(folder);
  if (isThere && (await readdir(folder)).includes("config.json"))
    throw new UsageError(
      `${folder} has an earlier run. Try --resume ${folder} to go on with it, or another folder.`,
    );
  return folder;
}

/** A folder and those around it. Node's own way says of a read-only disk that there is no such folder. */
export async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(resolve(folder)));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error; // another run that begins made it first
  });
}

/**
 * Writes and renames a draft of so many bytes beside a file, so that a full disk or a missing permission is known before
 * the work.
 */
export async function tryToWrite(path: string, size = 4096): Promise<void> {
  const trial = `${await behindLinks(path)}.trial`;
  await writeWhole(trial, new Uint8Array(size), path);
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
    device: selectedDevice().name,
    commit: git?.stdout.trim() ?? null,
  };
}
