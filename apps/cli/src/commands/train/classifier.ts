import { extname, join } from "node:path";
import { describeChanges, describeReport, digitClasses } from "@mnist/data";
import {
  type Calibration,
  type Callback,
  Checkpoint,
  CSVLogger,
  calibrate,
  EarlyStopping,
  type EpochRecord,
  fileSink,
  findRecipe,
  fitRecipe,
  JSONLLogger,
  type Recipe,
  readStateFile,
  recipeFor,
  recipeLearner,
  SaveBest,
  serializeModel,
} from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import pc from "picocolors";
import { explain, UsageError } from "../../command-line/errors.js";
import { findSource } from "../../data.js";
import { modelFile } from "../../model-file.js";
import { tableHead } from "../../terminal/epoch-table.js";
import { plain } from "../../terminal/harmless.js";
import { type Interrupt, interrupted, statusOf } from "../../terminal/interrupt.js";
import { progressBar, sayBesideBar } from "../../terminal/progress.js";
import { writeWhole } from "../../write-whole.js";
import { afterword } from "./afterword.js";
import { drawLosses } from "./draw-losses.js";
import { explainModel } from "./explain-model.js";
import { isInkOnPaper } from "./ink-on-paper.js";
import { optimizerOf } from "./optimizer.js";
import type { Plan } from "./plan.js";
import { printEpochs } from "./print-epochs.js";
import { ownOptimizer, ratesFor } from "./rates.js";
import { explainDifference, notice, whereToGoOn } from "./resume.js";
import { dataOf, usualSamples } from "./run-data.js";
import { abandonRun, createRunFolder, rememberCheckpoints, tryToWrite, writeConfig } from "./run-folder.js";
import { settingsOf } from "./settings-of.js";
import { summarize } from "./summary.js";
import type { TrainOptions } from "./train-options.js";
import { trainingCallbacks } from "./training-callbacks.js";

/** Batches between two checkpoints. */
const everyBatches = 100;

export async function trainClassifier(plan: Plan, options: TrainOptions): Promise<void> {
  const { given } = plan;
  const { json = false, quiet = false, verbose = false, out } = options;
  await tryOutputs(options);
  const job = findRecipe(plan.recipe);
  const { seed = 42, dataset = "mnist" } = given;
  const settings = settingsOf(job, given);
  const say = json || quiet ? () => {} : (line: string) => console.log(line);
  const { resumeFrom, checkpoints } = await whereToGoOn(options);
  const data = await dataOf(given, options.offline);
  const isKnown = findSource(dataset) !== undefined && `${data.train.classes}` === `${digitClasses}`; // MNIST is as all know it
  const read = isKnown ? describeChanges : describeReport;
  if (data.report !== undefined) for (const line of [read(data)].flat()) say(pc.dim(`read ${plain(line)}`));
  if (data.preparation !== "digit" && findSource(dataset) === undefined && isInkOnPaper(data.train))
    notice(
      "the pictures are dark on a bright ground, which is hard to learn from. Try --prepare digit, which finds what is drawn, bright on black.",
    );
  const usualOptimizer = ownOptimizer(job);
  const optimizer = optimizerOf(given, usualOptimizer);
  const recipe: Recipe = { ...recipeFor(job, data, given.classes), ...(optimizer && { optimizer }) };
  manualSeed(seed);
  const learner = recipeLearner(recipe, data, settings);
  const model = {
    recipe,
    settings,
    ...(data.preparation !== undefined && { preparation: data.preparation }),
  };
  const bytesOf = async (
    accuracy: number | null,
    calibration: Calibration | null = null,
  ): Promise<Uint8Array> => {
    const about = { dataset: data.train.source, seed, accuracy, run: await learner.fingerprint() };
    return serializeModel({ ...model, model: learner.model, about, ...(calibration && { calibration }) });
  };
  const init = options.init === undefined ? null : await readStateFile(await modelFile(options.init));
  const size = (await bytesOf(null)).length;
  if (out !== undefined) await tryToWrite(out, size);
  const folder = await folderOf(plan, { seed, size }, options);
  say(`${pc.bold(recipe.name)}: ${plain(recipe.title)}`);
  say(
    pc.dim(
      `data ${plain(data.train.source)}   seed ${seed}   lr ${settings.lr}   batch ${settings.batchSize}`,
    ),
  );
  if (verbose) say(`${await learner.summary()}\n`);
  if (resumeFrom !== null) say(pc.dim(`going on from ${resumeFrom.name}`));
  say(tableHead(recipe.metrics().map(({ name }) => name)));

  const save = async (paths: readonly string[], accuracy: number | null): Promise<void> => {
    if (paths.length === 0) return;
    const bytes = await bytesOf(accuracy, await calibrate(recipe, learner)); // reads all pictures to check with
    for (const path of paths) await writeWhole(path, bytes);
  };
  const best = new SaveBest({
    monitor: "accuracy",
    restore: given.keepBest ?? false,
    ...(folder !== null && {
      save: (_weights, { metrics }) =>
        save([join(folder, "best.safetensors")], metrics.accuracy ?? null).catch(goOnWithoutRoom),
    }),
  });
  const epochs: EpochRecord[] = [];
  const further = trainingCallbacks(given);
  const started = performance.now();
  const interrupt = interrupted((ending) => {
    if (ending === "SIGINT" && process.stderr.isTTY)
      sayBesideBar("stopping after this batch (again to leave at once)");
  });
  await fitRecipe({ ...recipe, schedule: given.schedule ?? recipe.schedule }, learner, settings, {
    callbacks: [
      printEpochs({ json, quiet, finished: epochs }),
      best,
      ...further,
      ...keepingCallbacks(folder, { ...options, checkpoints }, resumeFrom !== null),
      ...(json || quiet ? [] : [progressBar(settings.batchSize)]),
    ],
    signal: interrupt.signal,
    resumeFrom,
    init,
  }).catch(async (error: unknown) => {
    const hasBegun = learner.optimizer !== null;
    if (!hasBegun && folder !== null && options.resume !== folder) await abandonRun(folder);
    throw explainModel(explainDifference(error), options.init, data.train.classes);
  });
  const stopped = further.find((each) => each instanceof EarlyStopping)?.stoppedAfter ?? null;
  if (stopped !== null && epochs.length === 0)
    notice(
      `--early-stop ${given.earlyStop} has ended this run after epoch ${stopped}. Try a larger one for more.`,
    );
  if (folder !== null) await writeConfig(folder, plan); // a run that was gone on with may have become longer
  const bestRecord = learner.history.find(({ epoch }) => epoch === best.epoch);
  const final = given.keepBest ? bestRecord : learner.history.at(-1);
  const accuracy = final?.metrics.accuracy ?? null;
  const seconds = (performance.now() - started) / 1000;
  await save(
    [out, folder === null ? undefined : join(folder, "model.safetensors")].filter(
      (path) => path !== undefined,
    ),
    accuracy,
  );
  await drawLosses(learner.history, folder, options.plot);
  interrupt.stop();
  const result = {
    recipe: recipe.name,
    dataset,
    seed,
    accuracy,
    seconds,
    ...(best.epoch !== null && { bestEpoch: best.epoch }),
    ...(folder !== null && { run: folder }),
  };
  finish(interrupt);
  if (json) {
    console.log(
      JSON.stringify({ ...(interrupt.ending === null ? { done: true } : { interrupted: true }), ...result }),
    );
    return;
  }
  if (verbose) say(pc.dim(learner.explain()));
  const pictures = learner.loaders.valid?.dataset.length ?? 0;
  console.log(
    summarize({ ...result, pictures, settings, learner, out, isStopped: interrupt.ending !== null }),
  );
  const samples = dataset === "strokes" ? { samples: given.samples ?? usualSamples } : {};
  const advisable = ratesFor(given.optimizer, usualOptimizer, recipe.defaults);
  const words = await afterword({ recipe, settings, learner, epochs, ...advisable, ...samples });
  if (words !== "") say(words);
}

/** A disk that is full ends no training. @throws what else went wrong */
function goOnWithoutRoom(error: unknown): void {
  if (!["ENOSPC", "EDQUOT"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  notice(`${explain(error)}. It holds an earlier epoch, if any; the training goes on.`);
}

/** The status that a signal leaves behind. */
function finish({ ending }: Interrupt): void {
  if (ending !== null) process.exitCode = statusOf(ending);
}

/** @throws where a file could not be written when the work is done, or its name means another format. */
async function tryOutputs({ out, log, plot }: TrainOptions): Promise<void> {
  if (log !== undefined && ![".csv", ".jsonl"].includes(extname(log)))
    throw new UsageError(`--log ${log}: the name ends with neither .csv nor .jsonl.`);
  if (out !== undefined) {
    const ending = extname(out).toLowerCase();
    if ([".onnx", ".npz", ".json", ".pt", ".pth", ".pkl", ".csv", ".png", ".svg"].includes(ending))
      throw new UsageError(
        `--out ${out}: train writes safetensors, not ${ending.slice(1)}. Try --out model.safetensors, then mnist export.`,
      );
    await refuseFolder(out);
    await tryToWrite(out);
  }
  for (const file of [log, plot]) if (file !== undefined) await tryToWrite(file);
}

async function refuseFolder(path: string): Promise<void> {
  const { stat } = await import("node:fs/promises");
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory())
    throw new Error(
      `--out ${path} is a folder; expected a file, such as ${join(path, "model.safetensors")}.`,
    );
}

async function folderOf(
  plan: Plan,
  { seed, size }: { readonly seed: number; readonly size: number },
  { run, resume, checkpoints }: TrainOptions,
): Promise<string | null> {
  if (typeof resume === "string") return resume;
  if (run === false) return null;
  const named = typeof run === "string" ? run : undefined;
  return createRunFolder(plan, { seed, size, named, checkpoints });
}

/** What a run keeps; `append` where it goes on with what was kept before. */
function keepingCallbacks(
  folder: string | null,
  { checkpoints, log }: { readonly checkpoints: string | undefined; readonly log?: string },
  append: boolean,
): Callback[] {
  const Logger = log?.endsWith(".csv") ? CSVLogger : JSONLLogger;
  const kept = checkpoints ?? (folder === null ? null : join(folder, "checkpoints"));
  return [
    ...(folder === null
      ? []
      : [new JSONLLogger(fileSink(join(folder, "metrics.jsonl"), { append, onNotice: notice }))]),
    ...(log === undefined ? [] : [new Logger(fileSink(log, { onNotice: notice }))]),
    ...(kept === null ? [] : [new Checkpoint(kept, { everyBatches, onNotice: notice })]),
    ...(folder === null || checkpoints === undefined ? [] : [remembering(folder, checkpoints)]),
  ];
}

/** Writes down where checkpoints go as soon as the folder is the run's, so that who is killed is found again. */
const remembering = (folder: string, checkpoints: string): Callback => ({
  name: "where checkpoints go",
  order: 1001,
  isObserver: true,
  beforeFit: () => rememberCheckpoints(folder, checkpoints),
});
