import { type DigitSplits, strokes } from "@mnist/data";
import {
  type Callback,
  fitRecipe,
  type Recipe,
  recipeLearner,
  recipes,
  type TrainedModel,
  type TrainingSettings,
} from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import pc from "picocolors";
import { drawnThree } from "../../assets.js";
import { prepareFile, readDigit } from "../../read-digit.js";
import { tableHead, tableRow } from "../../terminal/epoch-table.js";
import { invocation } from "../../terminal/invocation.js";
import { picture } from "../../terminal/picture.js";
import { progressBar } from "../../terminal/progress.js";
import { describeReading } from "../../terminal/reading.js";

const seed = 42;

export async function run(): Promise<void> {
  const started = performance.now();
  console.log(pc.bold("Drawing digits to learn from (no download needed) …"));
  const data = { train: strokes({ count: 60_000, seed }), valid: strokes({ count: 4_000, seed: seed + 1 }) };
  const label = data.train.classes[data.train.labels[0]!];
  console.log(picture(data.train.images.subarray(0, 784)));
  console.log(`a ${label}, one of ${data.train.labels.length} from ${data.train.source}\n`);

  const { accuracy: pair } = await train(recipes["threes-sevens"], data, { epochs: 20 });
  const { accuracy: all, trained } = await train(recipes.digits, data, { epochs: 10, lr: 0.5 });

  const { pixels } = await prepareFile(drawnThree, trained);
  console.log(pc.bold("A digit drawn by hand:"));
  console.log(picture(pixels));
  console.log(describeReading(await readDigit(trained, pixels, "the model")));

  const mnist = invocation();
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`
3 or 7: ${percent(pair)} right   ten digits: ${percent(all)} right   ${seconds} s in all

${pc.bold("Next")}
  ${mnist} train digits                         the real MNIST, downloaded once
  ${mnist} predict <the run's folder> mine.png  a digit that you drew
  ${mnist} train digits-scalar -d strokes       the try that was missing something`);
}

async function train(
  recipe: Recipe,
  data: DigitSplits,
  changes: Partial<TrainingSettings>,
): Promise<{ accuracy: number; trained: TrainedModel }> {
  const settings = { ...recipe.defaults, ...changes };
  manualSeed(seed);
  const learner = recipeLearner(recipe, data, settings);
  console.log(`${pc.bold(recipe.name)}: ${recipe.title}`);
  console.log(tableHead(["accuracy"]));
  const rows: Callback = { afterEpoch: ({ history }) => console.log(tableRow(history.at(-1)!)) };
  const history = await fitRecipe(recipe, learner, settings, {
    callbacks: [rows, progressBar(settings.batchSize)],
  });
  console.log();
  const accuracy = history.at(-1)?.metrics.accuracy ?? Number.NaN;
  const about = { dataset: data.train.source, seed, accuracy };
  return { accuracy, trained: { recipe, settings, model: learner.model, about } };
}
