/** Trains the networks that come with the page: on MNIST where MNIST_HOME has it, else on drawn digits. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type DigitImages, type DigitSplits, loadMnist, strokes } from "@mnist/data";
import { calibrate, fitRecipe, type Recipe, recipeLearner, recipes, type TrainedModel } from "@mnist/learner";
import { SGD } from "@mnist/nn/optim";
import { manualSeed } from "@mnist/tensor";
import { takeReady } from "../src/worker/ready-network.js";
import { Session } from "../src/worker/session.js";
import { packNetwork } from "./pack-network.js";

const seed = 42;

async function loadData(): Promise<{ data: DigitSplits; name: string }> {
  if (process.env.MNIST_HOME) return { data: await loadMnist({ offline: true }), name: "MNIST" };
  const data = { train: strokes({ count: 24_000, seed }), valid: strokes({ count: 4000, seed: seed + 1 }) };
  return { data, name: "drawn digits" };
}

interface Job {
  readonly recipe: Recipe;
  readonly epochs: number;
  readonly lr: number;
  /** Whole numbers that a weight is rounded to, on each side of 0. */
  readonly levels: number;
  /** How many pictures of a set are learned from: the build is not to wait for the last tenth of a per cent. */
  readonly pictures: number;
}

/** Decay makes weights that no ink ever reaches die away: the file is small, and pictures of the weights are clear. */
const jobs: readonly Job[] = [
  {
    recipe: {
      ...recipes.digits,
      schedule: "one-cycle",
      optimizer: (parameters, lr) => new SGD(parameters, { lr, momentum: 0.9, weightDecay: 1e-3 }),
    },
    epochs: 10,
    lr: 0.2,
    levels: 31,
    pictures: 60_000,
  },
  { recipe: recipes["digits-conv"], epochs: 3, lr: 0.01, levels: 127, pictures: 12_000 },
];

/** About so many pictures, from all over the set. */
function everyNth(images: DigitImages, count: number): DigitImages {
  const stride = Math.max(Math.round(images.labels.length / count), 1);
  const chosen = [...images.labels.keys()].filter((index) => index % stride === 0);
  const pixels = new Uint8Array(chosen.length * 784);
  for (const [place, index] of chosen.entries())
    pixels.set(images.images.subarray(index * 784, (index + 1) * 784), place * 784);
  return { ...images, images: pixels, labels: Uint8Array.from(chosen, (index) => images.labels[index]!) };
}

async function readRight(session: Session, data: DigitSplits): Promise<number> {
  const { trained } = session.networks.get("digits")!;
  const loader = recipeLearner(trained.recipe, data, { ...trained.recipe.defaults }, trained.model);
  return (await loader.validate()).metrics.accuracy!;
}

async function trainNetworks(folder: string): Promise<void> {
  const { data, name } = await loadData();
  await mkdir(folder, { recursive: true });
  for (const { recipe, epochs, lr, levels, pictures } of jobs) {
    manualSeed(seed);
    const settings = { ...recipe.defaults, epochs, lr };
    const learner = recipeLearner(recipe, { ...data, train: everyNth(data.train, pictures) }, settings);
    await fitRecipe(recipe, learner, settings);
    const about = { dataset: name, seed, accuracy: null };
    const calibration = await calibrate(recipe, learner);
    const trained: TrainedModel = {
      recipe,
      settings,
      model: learner.model,
      about,
      ...(calibration && { calibration }),
    };
    const session = new Session();
    await takeReady(session, "digits", await packNetwork(trained, levels, 0));
    const accuracy = Number((await readRight(session, data)).toFixed(4));
    const bytes = await packNetwork(trained, levels, accuracy);
    await writeFile(join(folder, `${recipe.name}.bin`), bytes);
    console.log(`${recipe.name}: ${name}, ${(100 * accuracy).toFixed(2)} % right, ${bytes.length} bytes`);
  }
}

await trainNetworks(process.argv[2] ?? "networks");
