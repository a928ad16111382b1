import {
  checkpointsIn,
  type Difference,
  DifferentRunError,
  type Json,
  latestCheckpoint,
  ShorterFitError,
  type StateFile,
} from "@mnist/learner";
import { UsageError } from "../../command-line/errors.js";
import { written } from "../../command-line/kinds.js";
import { sayBesideBar } from "../../terminal/progress.js";

/** What a person is told on standard error, so that standard output stays what it is. */
export const notice = (text: string): void => sayBesideBar(`note ${text}`);

/**
 * The checkpoint to go on from; null where a run begins.
 *
 * @throws UsageError where a folder has an earlier run's checkpoints and nobody asked to go on with it.
 */
export async function findCheckpoint(folder: string | undefined, resume: boolean): Promise<StateFile | null> {
  if (folder === undefined) return null;
  if (resume) return latestCheckpoint(folder, { onNotice: notice });
  const [first] = await checkpointsIn(folder);
  if (first === undefined) return null;
  throw new UsageError(
    `${folder} has the checkpoints of an earlier run. Try --resume to go on with it, or another folder.`,
  );
}

/** An option with its value; `no --clip` where there was none. */
const withOption = (option: string, value: Json | undefined): string =>
  (value ?? null) === null ? `no ${option}` : `${option} ${written(value)}`;

const flag = (option: string, value: Json): string => (value === true ? option : `no ${option}`);

const field = (value: Json, name: string): Json | undefined =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, Json>>)[name] : undefined;

/** The options with which a saved run was begun, by the names of what can differ. */
const optionsByName: Readonly<Record<string, (saved: Json) => string>> = {
  recipe: (saved) => `the recipe ${saved}`,
  rawPixels: (saved) => flag("--raw-pixels", saved),
  augment: (saved) => flag("--augment", saved),
  lr: (saved) => withOption("--lr", saved),
  batchSize: (saved) => withOption("--batch-size", saved),
  hidden: (saved) => withOption("--hidden", saved),
  seed: (saved) => withOption("--seed", saved),
  classes: (saved) => withOption("--classes", saved),
  dropout: (saved) => withOption("--dropout", saved),
  optimizer: (saved) => `--optimizer ${String(saved).toLowerCase()}`,
  "optimizerSettings.momentum": (saved) => withOption("--momentum", saved || null),
  "optimizerSettings.nesterov": (saved) => flag("--nesterov", saved),
  "optimizerSettings.betas": (saved) => `--beta1 ${field(saved, "0")} --beta2 ${field(saved, "1")}`,
  "optimizerSettings.weightDecay": (saved) => withOption("--weight-decay", saved),
  "callbacks.GradientClip": (saved) => withOption("--clip", field(saved, "maxNorm")),
  "callbacks.MixUp": (saved) => withOption("--mixup", field(saved, "alpha")),
  "callbacks.ParamScheduler": (saved) =>
    `--schedule ${field(field(saved, "about") ?? null, "name") ?? "flat"}`,
};

/** The option with which a saved run was begun. */
function optionOf({ name, saved }: Difference): string | null {
  return Object.hasOwn(optionsByName, name) ? optionsByName[name]!(saved) : null;
}

/** Says by the names of the options what of a saved run is not what the command line asks for. */
export function explainDifference(error: unknown): unknown {
  if (error instanceof ShorterFitError) {
    const { file, epochs, begun } = error;
    return new UsageError(
      `--epochs ${epochs}: ${file} has begun epoch ${begun} already. Try --epochs ${begun}, or a new run.`,
    );
  }
  if (!(error instanceof DifferentRunError)) return error;
  const options = error.differences.map(optionOf).filter((option) => option !== null);
  const data = error.differences.some(({ name }) => name.endsWith("Data"))
    ? " It learned from other pictures."
    : "";
  const begun = options.length === 0 ? "" : ` It was begun with ${options.join(", ")}.`;
  return new UsageError(
    `${error.file} is of another run.${begun}${data} Go on as it was begun, or begin anew in another folder.`,
  );
}
