import { loadMnist } from "@mnist/data";
import { type EpochRecord, fitRecipe, recipeLearner, recipes } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";

interface Run {
  readonly recipe: keyof typeof recipes;
  /** What is changed of the recipe's settings. */
  readonly settings: { readonly epochs: number; readonly lr: number };
  readonly schedule: "flat" | "one-cycle";
  /** The accuracy promised. */
  readonly least: number;
  /** The seconds promised for training an epoch. */
  readonly mostSeconds?: number;
}

const seed = 42;

const runs: readonly Run[] = [
  { recipe: "threes-sevens", settings: { epochs: 20, lr: 1 }, schedule: "flat", least: 0.975 },
  { recipe: "digits", settings: { epochs: 10, lr: 1 }, schedule: "one-cycle", least: 0.975 },
  {
    recipe: "digits-conv",
    settings: { epochs: 3, lr: 0.01 },
    schedule: "one-cycle",
    least: 0.99,
    mostSeconds: 60,
  },
];

/** Trains on the real MNIST from one seed and says how well each recipe reads the test set. Answers whether all is kept. */
export async function accuracy(): Promise<boolean> {
  const data = await loadMnist();
  console.log(`data ${data.train.source}, ${data.train.labels.length} pictures; seed ${seed}`);
  let isKept = true;
  for (const { recipe: name, settings, schedule, least, mostSeconds } of runs) {
    const recipe = { ...recipes[name], schedule };
    manualSeed(seed);
    const learner = recipeLearner(recipe, data, { ...recipe.defaults, ...settings });
    const history = await fitRecipe(recipe, learner, settings);
    const reached = history.at(-1)?.metrics.accuracy ?? 0;
    const slowest = Math.max(...history.map(({ seconds }) => seconds));
    const isGood = reached >= least && slowest <= (mostSeconds ?? Number.POSITIVE_INFINITY);
    isKept &&= isGood;
    console.log(line(name, settings.epochs, history, least, isGood));
  }
  return isKept;
}

function line(
  name: string,
  epochs: number,
  history: readonly EpochRecord[],
  least: number,
  isGood: boolean,
): string {
  const reached = (history.at(-1)?.metrics.accuracy ?? 0).toFixed(4);
  const seconds = history.map((record) => record.seconds).sort((a, b) => a - b);
  const median = seconds[seconds.length >> 1]!.toFixed(2);
  const verdict = isGood ? "kept" : "not kept";
  return `${name.padEnd(14)} ${epochs} epochs  accuracy ${reached} (at least ${least}: ${verdict})  ${median} s an epoch (slowest ${seconds.at(-1)!.toFixed(2)})`;
}
