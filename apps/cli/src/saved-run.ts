import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { EpochRecord } from "@mnist/learner";
import { didYouMean } from "./command-line/closest.js";
import { UsageError } from "./command-line/errors.js";
import { written } from "./command-line/kinds.js";
import { recipeNames } from "./commands/train/settings.js";
import { sayBesideBar } from "./terminal/progress.js";

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
  const refusals: UsageError[] = [];
  for (const folder of [given, join(runsFolder(), given)]) {
    const file = join(folder, "config.json");
    if (!(await stat(file).catch(() => null))?.isFile()) continue;
    const config = configOf(await readFile(file, "utf8"));
    if (config === null) {
      refusals.push(new UsageError(`${file}: got no settings of a run; expected those that train wrote.`));
      continue;
    }
    const epochs = await readEpochs(join(folder, "metrics.jsonl"));
    return { folder, name: basename(folder), config, epochs, best: bestOf(epochs) };
  }
  const [refusal] = refusals;
  if (refusal !== undefined) throw refusal;
  throw new UsageError(
    `no run called ${JSON.stringify(given)}.${didYouMean(given, await runNames())} Try mnist runs list.`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** The object that a text is as JSON; null where it is none. */
function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** A run's settings; null where a text holds none. */
function configOf(text: string): Fields | null {
  const config = fieldsOf(text);
  return recipeNames.some((name) => name === config?.recipe) ? config : null;
}

/** The epochs in a log. A line that is none, as a full disk or a power cut leaves it, is told of and left out. */
async function readEpochs(path: string): Promise<EpochRecord[]> {
  const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
  return lines.flatMap((line, i) => {
    if (line === "") return [];
    const fields = fieldsOf(line);
    if (isEpoch(fields)) return [fields];
    sayBesideBar(`note ${path}: line ${i + 1} is damaged and left out.`);
    return [];
  });
}

/** Figures that are no numbers are null in a log. */
const isFigure = (value: unknown): boolean => typeof value === "number" || value === null;

function isEpoch(fields: Fields | null): fields is Fields & EpochRecord {
  if (fields === null || typeof fields.metrics !== "object" || fields.metrics === null) return false;
  const { epoch, seconds, validSeconds, trainLoss, validLoss, metrics } = fields;
  const isTimed = [epoch, seconds, validSeconds].every((value) => typeof value === "number");
  return isTimed && [trainLoss, validLoss, ...Object.values(metrics as object)].every(isFigure);
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
    .map(([key, value]) => `--${dashed(key)}${value === true ? "" : ` ${written(value)}`}`)
    .join(" ");
}
