import { loadMnist } from "@mnist/data";
import { setDefaultDevice } from "@mnist/tensor";
import { chooseDevice } from "./choose-device.js";
import { recipeEpoch } from "./recipe-epoch.js";
import { serve } from "./serve.js";
import { timed } from "./timing.js";

/** One epoch of a recipe: epoch RECIPE [eager] [hidden=N] [images=N] [device=webgpu] */
const [, , name = "digits", ...settings] = process.argv;
const option = (key: string) => settings.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
const device = await chooseDevice(option("device") ?? "cpu");
setDefaultDevice(device.tensors);
const data = await loadMnist();
const hidden = option("hidden");
const isSlow = option("device") === "webgpu" && device.isSoftware;
if (isSlow && name === "digits-conv") throw new Error(`${device.description} takes minutes for a few steps`);
const most = isSlow ? 768 : data.train.labels.length;
const { epoch, about } = recipeEpoch(name, data, {
  images: Math.min(Number(option("images") ?? most), most),
  ...(hidden !== undefined && { hidden: Number(hidden) }),
  compile: !settings.includes("eager"),
});

/** The fastest of some epochs where one is so short that the first pays for the caches. */
async function round(): Promise<Record<string, number>> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < (name === "threes-sevens" ? 5 : 1); i++)
    fastest = Math.min(fastest, await timed(epoch));
  if (name !== "digits-conv" && option("device") === undefined) return { epoch: fastest };
  return { "1,000 pictures": (fastest / about.images) * 1000 };
}

await serve({ round, about: { ...about, device: device.description } });
