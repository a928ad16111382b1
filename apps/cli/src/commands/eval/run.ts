import { type DigitImages, onlyClasses, showImage, sortByClass } from "@mnist/data";
import { Interpretation, recipeLearner, type TrainedModel } from "@mnist/learner";
import pc from "picocolors";
import type { DeviceName } from "../../command-line/device-option.js";
import { UsageError } from "../../command-line/errors.js";
import { written } from "../../command-line/kinds.js";
import { useDevice } from "../../device.js";
import { loadModel } from "../../model-file.js";
import { diverged } from "../../read-digit.js";
import { readRun } from "../../saved-run.js";
import { confusionTable } from "../../terminal/confusion-table.js";
import { sideBySide } from "../../terminal/explanation.js";
import { plain } from "../../terminal/harmless.js";
import type { Given } from "../train/plan.js";
import { dataOf } from "../train/run-data.js";
import { wilsonInterval } from "./wilson-interval.js";

interface EvalOptions {
  readonly dataset?: string;
  readonly train?: boolean;
  readonly device?: DeviceName;
  readonly offline?: boolean;
  readonly json?: boolean;
}

export async function run(
  path: string,
  { dataset, train = false, offline = false, json, device }: EvalOptions,
): Promise<void> {
  await useDevice(device, json ? () => {} : console.error);
  const trained = await loadModel(path);
  const data = await dataOf(await learnedFrom(path, trained, dataset), offline);
  const pictures = sortByClass(readable(train ? data.train : data.valid, trained.recipe.classes));
  const found = await interpret(
    trained,
    pictures,
    json ? trained.recipe.classes : trained.recipe.classes.map(plain),
  );
  if (found.losses.some(Number.isNaN)) throw diverged(path);
  const report = found.classificationReport();
  const count = pictures.labels.length;
  const interval = wilsonInterval(report.accuracy, count);
  const mixedUp = found.mostConfused().slice(0, 6);
  if (json) {
    const { classes, macro, weighted, accuracy } = report;
    const confusion = found.confusionMatrix();
    console.log(
      JSON.stringify({
        done: true,
        data: pictures.source,
        pictures: count,
        accuracy,
        interval,
        classes,
        macro,
        weighted,
        confusion,
        mostConfused: mixedUp,
      }),
    );
    return;
  }
  const [low, high] = interval.map((end) => end.toFixed(4));
  console.log(
    `${pc.bold(report.accuracy.toFixed(4))} of ${count.toLocaleString("en-US")} pictures right (95 %: ${low} to ${high})  ${pc.dim(pictures.source)}\n`,
  );
  console.log(`${report}\n`);
  console.log(`${confusionTable(found.classes, found.confusionMatrix())}  ${pc.dim("percent")}\n`);
  console.log(pc.bold("mixed up most often"));
  for (const { actual, predicted, count: times } of mixedUp)
    console.log(`  ${actual} taken for ${predicted}: ${times}`);
  console.log(`\n${pc.bold("worst mistakes")}\n${worstMistakes(found, pictures)}`);
}

/** What a model learned from, as its run says, or what a file can say of it; the data that are named where some are. */
async function learnedFrom(path: string, { about }: TrainedModel, dataset?: string): Promise<Given> {
  const { seed } = about;
  if (dataset !== undefined) return { dataset, seed };
  const run = await readRun(path).catch(() => null);
  if (run !== null) return run.config as Given;
  return { dataset: about.dataset.startsWith("strokes") ? "strokes" : "mnist", seed };
}

async function interpret(
  { recipe, settings, model }: TrainedModel,
  valid: DigitImages,
  classes: readonly string[],
): Promise<Interpretation> {
  const all = { ...recipe.defaults, ...settings, batchSize: 512 };
  const learner = recipeLearner(recipe, { train: valid, valid }, all, model);
  return Interpretation.fromLearner(learner, { classes });
}

/** The pictures that the model is most sure of and wrong about, as many side by side as fit. */
function worstMistakes(found: Interpretation, { images, width, height }: DigitImages): string {
  const columns = process.stdout.columns || 80;
  const wide = Math.max(1, Math.floor((columns + 2) / (width + 2)));
  const wrong = found
    .topLosses(found.targets.length)
    .filter(({ actual, predicted }) => actual !== predicted)
    .slice(0, 9);
  const shown = wrong.map(({ index, actual, predicted, loss }) => {
    const pixels = images.subarray(index * width * height, (index + 1) * width * height);
    return [
      `${actual} taken for ${predicted}`,
      `loss ${loss.toFixed(2)}`,
      ...showImage(pixels, { width, height }).split("\n"),
    ];
  });
  if (shown.length === 0) return "  none";
  const rows = Array.from({ length: Math.ceil(shown.length / wide) }, (_, row) =>
    shown.slice(row * wide, (row + 1) * wide),
  );
  return rows.map(sideBySide).join("\n\n");
}

/** The pictures of a model's classes. @throws UsageError where the data lacks some of them */
function readable(pictures: DigitImages, classes: readonly string[]): DigitImages {
  if (classes.every((name) => pictures.classes.includes(name))) return onlyClasses(pictures, classes);
  throw new UsageError(
    `${pictures.source} has the classes ${written(pictures.classes)}, and the model tells ${written(classes)} apart. Try --dataset with data of these.`,
  );
}
