import { lstat, readdir, realpath, rm, rmdir } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { lockOwner } from "@mnist/data";
import { checkpointsIn } from "@mnist/learner";
import { UsageError } from "../../command-line/errors.js";
import type { SavedRun } from "../../saved-run.js";
import { rememberedCheckpoints } from "../train/run-folder.js";

/** What makes a folder a run's; it goes last, so that a removal that was broken off can be gone on with. */
const marks = ["environment.json", "config.json"];
/** What else train writes there, and the drafts that a killed process leaves. */
const own =
  /^(?:config\.json|environment\.json|(?:model|best)\.safetensors|metrics\.jsonl|loss\.svg)(?:\.trial)?(?:\.[0-9a-f]{8}\.part)?$/;
const ownCheckpoint = /^(?:checkpoint-\d+\.safetensors(?:\.[0-9a-f-]+\.partial)?|\.lock)$/;

/** Those of the runs that can be removed, each once. @throws UsageError where a folder is not what a run leaves */
export async function removableRuns(runs: readonly SavedRun[]): Promise<SavedRun[]> {
  const byPath = new Map<string, SavedRun>();
  for (const run of runs) byPath.set(await removable(run), run);
  return [...byPath.values()];
}

/** A run's real path. */
async function removable({ folder }: SavedRun): Promise<string> {
  const refuse = (why: string): never => {
    throw new UsageError(`${folder} ${why}. Nothing is removed.`);
  };
  const real = await realpath(folder);
  if ((await lstat(folder)).isSymbolicLink()) refuse(`is a link; the run is ${real}`);
  const names = await readdir(real);
  if (!marks.every((name) => names.includes(name))) refuse("is no run's: it has no environment.json");
  if (isWithin(await realpath("."), real)) refuse("is where you are, or around it");
  for (const checkpoints of [join(real, "checkpoints"), ...(await rememberedCheckpoints(real))]) {
    const trainer = lockOwner(join(checkpoints, ".lock"));
    if (trainer !== null) refuse(`is under way: process ${trainer.pid} on ${trainer.host} trains it`);
  }
  return real;
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}

/** What is still there of a run that was removed. */
interface Remains {
  /** What else lies in its folder. */
  readonly others: readonly string[];
  /** The folders of `--checkpoints`, which other runs may go on from. */
  readonly checkpoints: readonly string[];
}

/** Removes what a run wrote into its folder, and this where nothing else lies in it. */
export async function removeRun({ folder }: SavedRun): Promise<Remains> {
  const elsewhere = await rememberedCheckpoints(folder);
  const checkpoints = join(folder, "checkpoints");
  await removeFiles(checkpoints, ownCheckpoint);
  await rmdir(checkpoints).catch(() => {}); // there is none, or a person keeps something there
  await removeFiles(folder, own, marks);
  await removeFiles(folder, own);
  const others = await readdir(folder);
  if (others.length === 0) await rmdir(folder);
  const kept = await Promise.all(elsewhere.map((place) => checkpointsIn(place).catch(() => [])));
  return { others: others.sort(), checkpoints: elsewhere.filter((_, i) => kept[i]!.length > 0) };
}

/** Removes the files of such names from a folder, but for those to be left. */
async function removeFiles(folder: string, pattern: RegExp, left: readonly string[] = []): Promise<void> {
  if (!(await lstat(folder).catch(() => null))?.isDirectory()) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() && pattern.test(entry.name) && !left.includes(entry.name))
      await rm(join(folder, entry.name));
  }
}
