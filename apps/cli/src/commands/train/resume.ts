import { join } from "node:path";
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
import { readRun } from "../../saved-run.js";
import { sayBesideBar } from "../../terminal/progress.js";
import { rememberedCheckpoints } from "./run-folder.js";
import type { TrainOptions } from "./train-options.js";

/** What a person is told on standard error, so that standard output stays what it is. */
export const notice = (text: string): void => sayBesideBar(`note ${text}`);

/** The checkpoint that a training goes on from, and the folder that its next ones go to, if not the run's own. */
export interface WhereToGoOn {
  /** Null where a run begins. */
  readonly resumeFrom: StateFile | null;
  readonly checkpoints: string | undefined;
}

/**
 * Where the run of `--resume`, or that of the checkpoints' folder, goes on.
 *
 * @throws UsageError where a run that has epochs has no checkpoint, and where a folder has an earlier run's checkpoints and
 *   nobody asked to go on with it.
 */
export async function whereToGoOn({
  resume = false,
  checkpoints,
}: Pick<TrainOptions, "resume" | "checkpoints">): Promise<WhereToGoOn> {
  if (typeof resume === "string") return whereRunGoesOn(resume, checkpoints);
  if (checkpoints === undefined) return { resumeFrom: null, checkpoints };
  if (resume) return { resumeFrom: await latestCheckpoint(checkpoints, { onNotice: notice }), checkpoints };
  if ((await checkpointsIn(checkpoints)).length === 0) return { resumeFrom: null, checkpoints };
  throw new UsageError(
    `${checkpoints} has the checkpoints of an earlier run. Try --resume to go on with it, or another folder.`,
  );
}

/** A folder that is named goes before those in which the run's checkpoints were kept last, and these before its own. */
async function whereRunGoesOn(run: string, named: string | undefined): Promise<WhereToGoOn> {
  const remembered = await rememberedCheckpoints(run);
  const checkpoints = named ?? remembered[0];
  for (const folder of [named, ...remembered, join(run, "checkpoints")]) {
    if (folder === undefined) continue;
    const resumeFrom = await latestCheckpoint(folder, { onNotice: notice });
    if (resumeFrom !== null) return { resumeFrom, checkpoints };
  }
  const { epochs } = await readRun(run);
  if (epochs.length > 0)
    throw new UsageError(
      `${run} has ${epochs.length === 1 ? "an epoch" : `${epochs.length} epochs`}, but no checkpoint to go on from. Say where they are with --checkpoints <folder>, or begin a new run: mnist train ${join(run, "config.json")}.`,
    );
  notice(`${run} has no checkpoint yet; it begins anew.`);
  return { resumeFrom: null, checkpoints };
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
  device: (saved) => withOption("--device", saved),
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
