import { type RecipeName, recipes } from "@mnist/learner";
import { setNumThreads } from "@mnist/tensor";
import pc from "picocolors";
import { UsageError } from "../../command-line/errors.js";
import { useDevice } from "../../device.js";
import { checkPlotFile } from "../../write-plot.js";
import { trainClassifier } from "./classifier.js";
import { trainCurve } from "./curve.js";
import { withRate } from "./optimizer.js";
import {
  checkPlan,
  configSchema,
  type Given,
  givenOf,
  isConfigFile,
  type Plan,
  readConfig,
  resumedPlan,
} from "./plan.js";
import { notice } from "./resume.js";
import { rememberedDevice } from "./run-folder.js";
import type { TrainOptions } from "./train-options.js";

export async function run(name: string | undefined, options: TrainOptions): Promise<void> {
  if (options.printSchema) {
    console.log(JSON.stringify(configSchema(), null, 2));
    return;
  }
  const given = givenOf(options as Record<string, unknown>);
  if (typeof options.resume !== "string") return train(withRate(await planOf(name, given, options)), options);
  refuseBesideResume(options, options.resume);
  const resumed = await resumedPlan(options.resume, given, name);
  const { folder, done } = resumed;
  if (
    given.epochs === undefined &&
    done > 0 &&
    done === (resumed.given.epochs ?? recipes[resumed.recipe as RecipeName]?.defaults.epochs)
  )
    notice(
      `${folder} has all of its ${done === 1 ? "one epoch" : `${done} epochs`}. Try --epochs ${done + 1} for more.`,
    );
  const isNamed = options.device !== undefined && options.device !== "auto";
  const device = isNamed ? options.device : await rememberedDevice(folder);
  await train(resumed, { ...options, resume: folder, ...(device !== undefined && { device }) });
}

async function train(plan: Plan, options: TrainOptions): Promise<void> {
  checkPlan(plan);
  if (options.plot !== undefined) checkPlotFile("--plot", options.plot);
  if (options.threads !== undefined) setNumThreads(options.threads);
  const isSilent = options.json || options.quiet;
  await useDevice(options.device, isSilent ? () => {} : (text) => console.log(pc.dim(text)));
  if (plan.recipe === "curve") await trainCurve(plan, options);
  else await trainClassifier(plan, options);
}

/** @throws UsageError naming an option of which a run that goes on can heed nothing. */
function refuseBesideResume({ run, init, config }: TrainOptions, resumed: string): void {
  const refuse = (option: string, why: string): never => {
    throw new UsageError(`${option}: ${resumed} ${why}. Leave it out, or begin a new run.`);
  };
  if (run === false) refuse("--no-run", "goes on in its own folder");
  if (typeof run === "string") refuse(`--run ${run}`, "goes on in its own folder");
  if (init !== undefined) refuse(`--init ${init}`, "goes on with its own weights");
  if (config !== undefined) refuse(`--config ${config}`, "goes on with its own settings");
}

/** The run that the command line asks for: options go before a configuration file, which goes before the recipe. */
async function planOf(name: string | undefined, given: Given, options: TrainOptions): Promise<Plan> {
  const { resume, checkpoints, config, init } = options;
  if (resume && checkpoints === undefined)
    throw new UsageError("--resume needs the folder: --resume <run>, or --checkpoints <folder> --resume.");
  if (resume && init !== undefined)
    throw new UsageError(
      `--init ${init}: a run that goes on has weights of its own. Leave it out, or leave out --resume.`,
    );
  const file = config ?? (name !== undefined && isConfigFile(name) ? name : undefined);
  if (file !== undefined) {
    const named = name === file ? undefined : name;
    const { recipe, given: saved } = await readConfig(file, named);
    return { recipe: named ?? recipe, given: { ...saved, ...given } };
  }
  if (name === undefined)
    throw new UsageError("train needs a recipe. Try mnist train digits, or mnist train --help.");
  return { recipe: name, given };
}
