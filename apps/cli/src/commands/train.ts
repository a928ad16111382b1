import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeReport } from "@mnist/data";
import {
  type Callback,
  Checkpoint,
  curveDefaults,
  type EpochRecord,
  findRecipe,
  fitCurve,
  fitRecipe,
  type Recipe,
  readStateFile,
  recipeFor,
  recipeLearner,
  recipes,
  type TrainingSettings,
} from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import type { Command } from "commander";
import pc from "picocolors";
import { afterword } from "../afterword.js";
import { loadData } from "../data.js";
import { UsageError } from "../errors.js";
import { saveModel } from "../model-file.js";
import { count, names, number, prepare, seed, share } from "../options.js";
import { explainDifference, findCheckpoint, notice } from "../resume.js";
import { divergence, drawCurve } from "../terminal/curve-chart.js";
import { tableHead, tableRow } from "../terminal/epoch-table.js";
import { interrupted } from "../terminal/interrupt.js";
import { progressBar } from "../terminal/progress.js";

/** Batches between two checkpoints. */
const everyBatches = 100;

interface TrainOptions extends Partial<TrainingSettings> {
  readonly dataset: string;
  readonly samples: number;
  readonly classes?: readonly string[];
  readonly validShare?: number;
  readonly prepare?: "resize" | "digit";
  readonly seed: number;
  readonly out?: string;
  readonly checkpoints?: string;
  readonly resume?: boolean;
  readonly init?: string;
  readonly json?: boolean;
  readonly offline?: boolean;
}

export function addTrain(program: Command): void {
  const recipeNames = ["curve", ...Object.keys(recipes)];
  program
    .command("train")
    .description("train a model by one of the notes' recipes")
    .argument("<recipe>", recipeNames.join(", "))
    .option(
      "-d, --dataset <name>",
      "mnist, strokes (drawn on the spot), another data set, or a path",
      "mnist",
    )
    .option("--samples <n>", "how many strokes to draw", count, 12_000)
    .option(
      "--valid-share <share>",
      "share of each class to check with, where the data has no such part",
      share,
    )
    .option(
      "--prepare <how>",
      "what is done to pictures of other sizes: resize, or digit (a drawn one is found)",
      prepare,
    )
    .option("--classes <a,b,…>", "only these classes of the data", names)
    .option("-e, --epochs <n>", "passes over the data (curve: steps)", count)
    .option("--lr <rate>", "learning rate", number({ above: 0 }))
    .option("-b, --batch-size <n>", "samples a step", count)
    .option("--hidden <n>", "width of the hidden layer", count)
    .option("--raw-pixels", "pixels 0..255 as in the notes, in place of 0..1")
    .option("-s, --seed <n>", "seed of every random number, as torch.manual_seed", seed, 42)
    .option("-o, --out <file>", "write the trained model here (safetensors)")
    .option("--checkpoints <folder>", "keep the training there, to go on with after a crash or Ctrl-C")
    .option("--resume", "go on from the latest checkpoint, if there is one")
    .option("--init <file>", "start from the weights of a model that train wrote, with a fresh optimiser")
    .option("--offline", "never ask the network for data")
    .option("--json", "one JSON object a line on standard output, nothing else")
    .action(async (name: string, options: TrainOptions) => {
      if (!recipeNames.includes(name)) {
        throw new UsageError(`no recipe called ${JSON.stringify(name)}. Recipes: ${recipeNames.join(", ")}.`);
      }
      if (options.resume && options.checkpoints === undefined) {
        throw new UsageError("--resume needs the folder: --checkpoints <folder> --resume.");
      }
      if (name === "curve") await trainCurve(options);
      else await trainClassifier(findRecipe(name), options);
    });
}

async function trainCurve({ epochs, lr, seed, json }: TrainOptions): Promise<void> {
  manualSeed(seed);
  const started = performance.now();
  const fit = await fitCurve({ steps: epochs ?? curveDefaults.steps, lr: lr ?? curveDefaults.lr });
  const seconds = (performance.now() - started) / 1000;
  if (json) {
    for (const { step, loss } of fit.losses) console.log(JSON.stringify({ step, loss }));
    const { speed, initial, final } = fit;
    console.log(JSON.stringify({ done: true, recipe: "curve", seed, speed, initial, final, seconds }));
    return;
  }
  console.log(drawCurve(fit));
  const [a, b, c] = fit.final.map((value) => value.toFixed(4));
  const flown = divergence(fit, lr ?? curveDefaults.lr);
  if (flown !== null) {
    console.log(`${pc.yellow("hint")} ${flown}`);
    return;
  }
  const loss = fit.losses.at(-1)?.loss.toPrecision(4);
  console.log(`speed = ${a}·t² + ${b}·t + ${c}   loss ${loss}   ${seconds.toFixed(2)} s`);
}

/** The run's settings: the recipe's, with what the command line changes. */
function settingsOf(recipe: Recipe, options: TrainOptions): TrainingSettings {
  const { epochs, lr, batchSize, hidden, rawPixels } = options;
  const given = { epochs, lr, batchSize, hidden, rawPixels };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...recipe.defaults, ...set };
}

async function trainClassifier(job: Recipe, options: TrainOptions): Promise<void> {
  const { json = false, seed, out, checkpoints, offline = false } = options;
  if (out !== undefined) await access(dirname(resolve(out)));
  const resumeFrom = await findCheckpoint(checkpoints, options.resume ?? false);
  const say = json ? () => {} : (line: string) => console.log(line);
  const settings = settingsOf(job, options);
  const { validShare, prepare } = options;
  const data = await loadData(options.dataset, {
    samples: options.samples,
    seed,
    offline,
    ...(validShare !== undefined && { validShare }),
    ...(prepare !== undefined && { prepare }),
  });
  if (data.report !== undefined) say(pc.dim(`read ${describeReport(data)}`));
  const recipe = recipeFor(job, data, options.classes);
  manualSeed(seed);
  const learner = recipeLearner(recipe, data, settings);
  say(`${pc.bold(recipe.name)}: ${recipe.title}`);
  say(pc.dim(`data ${data.train.source}   seed ${seed}   lr ${settings.lr}   batch ${settings.batchSize}`));
  say(tableHead(["accuracy"]));
  const started = performance.now();
  const finished: EpochRecord[] = [];
  const printing: Callback = {
    order: 100,
    afterEpoch({ history }) {
      const record = history.at(-1);
      if (record === undefined || record === finished.at(-1)) return;
      finished.push(record);
      if (json) console.log(JSON.stringify(jsonRecord(record)));
      else say(tableRow(record));
    },
  };
  if (resumeFrom !== null) say(pc.dim(`going on from ${resumeFrom.name}`));
  const saving = checkpoints ? [new Checkpoint(checkpoints, { everyBatches, onNotice: notice })] : [];
  const interrupt = interrupted();
  await fitRecipe(recipe, learner, settings, {
    callbacks: [printing, ...saving, ...(json ? [] : [progressBar()])],
    signal: interrupt.signal,
    resumeFrom,
    init: options.init === undefined ? null : await readStateFile(options.init),
  }).catch((error: unknown) => {
    throw explainDifference(error);
  });
  interrupt.stop();
  const accuracy = learner.history.at(-1)?.metrics.accuracy ?? null;
  const seconds = (performance.now() - started) / 1000;
  if (out !== undefined) {
    await saveModel(out, {
      recipe,
      settings,
      model: learner.model,
      ...(data.preparation !== undefined && { preparation: data.preparation }),
      about: { dataset: data.train.source, seed, accuracy, run: await learner.fingerprint() },
    });
  }
  if (json) {
    const dataset = options.dataset;
    console.log(JSON.stringify({ done: true, recipe: recipe.name, dataset, seed, accuracy, seconds }));
    return;
  }
  if (out !== undefined) say(`model written to ${out}`);
  if (interrupt.signal.aborted) say("stopped; the model as it was at that moment is kept");
  const samples = options.dataset === "strokes" ? { samples: options.samples } : {};
  const words = await afterword({ recipe, settings, learner, epochs: finished, ...samples });
  if (words !== "") say(words);
}

function jsonRecord({ epoch, trainLoss, validLoss, metrics, seconds, validSeconds }: EpochRecord): object {
  return { epoch, trainLoss, validLoss, ...metrics, seconds, validSeconds };
}
