import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { EpochRecord } from "@mnist/learner";
import { didYouMean } from "./command-line/closest.js";
import { UsageError } from "./command-line/errors.js";

/** Where runs are kept unless a folder is named. */
export const runsFolder = (): string => process.env.MNIST_RUNS || "runs";

export interface SavedRun {
  readonly folder: string;
  readonly name: string;
  /** What config.json says: the recipe and what was changed of it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly epochs: readonly EpochRecord[];
  /** That with the highest accuracy; undefined before the first. */
  readonly best: EpochRecord | undefined;
}

/** The names of the runs there are. */
export async function runNames(): Promise<string[]> {
  const entries = await readdir(runsFolder(), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** A run by its folder or its name. @throws UsageError where there is none. */
export async function readRun(given: string): Promise<SavedRun> {
  const places = [given, join(runsFolder(), given)];
  for (const folder of places) {
    if (!(await stat(join(folder, "config.json")).catch(() => null))?.isFile()) continue;
    const config = JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as Record<string, unknown>;
    const metrics = await readFile(join(folder, "metrics.jsonl"), "utf8").catch(() => "");
    const epochs = metrics
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as EpochRecord);
    return { folder, name: basename(folder), config, epochs, best: bestOf(epochs) };
  }
  throw new UsageError(
    `no run called ${JSON.stringify(given)}.${didYouMean(given, await runNames())} Try mnist runs list.`,
  );
}

/** The epoch with the highest accuracy; undefined where there is none. */
export function bestOf(epochs: readonly EpochRecord[]): EpochRecord | undefined {
  const accuracy = ({ metrics }: EpochRecord): number => metrics.accuracy ?? 0;
  return epochs.reduce<EpochRecord | undefined>(
    (best, each) => (best === undefined || accuracy(each) > accuracy(best) ? each : best),
    undefined,
  );
}

/** The settings that a run changed of its recipe, as options. */
export function optionsOf({ config }: SavedRun): string {
  const { recipe: _, $schema: _schema, ...settings } = config;
  return asOptions(settings);
}

/** Settings by their names in a configuration file, as options. */
export function asOptions(settings: object): string {
  const dashed = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.entries(settings)
    .map(([key, value]) => `--${dashed(key)}${value === true ? "" : ` ${value}`}`)
    .join(" ");
}
