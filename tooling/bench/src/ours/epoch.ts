import { type DigitSplits, loadMnist } from "@mnist/data";
import { DataLoaders, findRecipe, Learner, recipeLearner } from "@mnist/learner";
import { manualSeed, setDefaultDevice } from "@mnist/tensor";
import { chooseDevice } from "./choose-device.js";
import { serve, timed } from "./serve.js";

/** One epoch of a recipe: epoch RECIPE [eager] [hidden=N] [images=N] [device=webgpu] */
const [, , name = "digits", ...settings] = process.argv;
const option = (key: string) => settings.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
const recipe = findRecipe(name);
const device = await chooseDevice(option("device") ?? "cpu");
setDefaultDevice(device.tensors);
const data = await loadMnist();
const hidden = Number(option("hidden") ?? recipe.defaults.hidden);
const isSlow = option("device") === "webgpu" && device.isSoftware;
if (isSlow && name === "digits-conv") throw new Error(`${device.description} takes minutes for a few steps`);
const most = isSlow ? 768 : data.train.labels.length;
const train = first(data, Math.min(Number(option("images") ?? most), most));

manualSeed(1);
const { loaders, model, lossFunction, lr } = recipeLearner(
  recipe,
  { ...data, train },
  { ...recipe.defaults, hidden },
);
const { optimizer } = recipe;
const learner = new Learner(new DataLoaders(loaders.train), model, {
  lossFunction,
  lr,
  compile: !settings.includes("eager"),
  ...(optimizer && { optimizer }),
});

/** The fastest of some epochs where one is so short that the first pays for the caches. */
async function round(): Promise<Record<string, number>> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < (name === "threes-sevens" ? 5 : 1); i++)
    fastest = Math.min(fastest, await timed(() => learner.fit(1)));
  if (name !== "digits-conv" && option("device") === undefined) return { epoch: fastest };
  return { "1,000 pictures": (fastest / loaders.train.dataset.length) * 1000 };
}

await serve({
  round,
  about: {
    images: loaders.train.dataset.length,
    batch: loaders.train.batchSize,
    hidden,
    device: device.description,
  },
});

function first({ train: { images, labels, ...rest } }: DigitSplits, count: number): DigitSplits["train"] {
  return { ...rest, images: images.subarray(0, count * 784), labels: labels.subarray(0, count) };
}
