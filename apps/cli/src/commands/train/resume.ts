import {
  checkpointsIn,
  type Difference,
  DifferentRunError,
  latestCheckpoint,
  ShorterFitError,
  type StateFile,
} from "@mnist/learner";
import { UsageError } from "../../command-line/errors.js";
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

/** The option with which a saved run was begun. */
function optionOf({ name, saved }: Difference): string | null {
  if (name === "rawPixels") return saved === true ? "--raw-pixels" : "no --raw-pixels";
  if (name === "recipe") return `the recipe ${saved}`;
  const options: Readonly<Record<string, string>> = {
    lr: "--lr",
    batchSize: "--batch-size",
    hidden: "--hidden",
    seed: "--seed",
    classes: "--classes",
    dropout: "--dropout",
  };
  return Object.hasOwn(options, name) ? `${options[name]} ${saved}` : null;
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
