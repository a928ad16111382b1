import { type DigitSplits, digitsFromIdx } from "@mnist/data";
import { setDefaultDevice } from "@mnist/tensor";
import { webgpu } from "@mnist/tensor/webgpu";
import { kernelRound } from "../ours/kernels.js";
import { recipeEpoch } from "../ours/recipe-epoch.js";
import { timed } from "../ours/timing.js";
import type { Contest, Work } from "./work.js";

export async function setUp({ part, images, sizes, runs }: Work): Promise<Contest> {
  setDefaultDevice(await webgpu());
  if (part === "kernels") return { round: kernelRound(sizes, runs), about: { runs } };
  const { epoch, about } = recipeEpoch(part, await digits(), { images });
  return {
    round: async () => ({ "1,000 pictures": ((await timed(epoch)) / about.images) * 1000 }),
    about,
  };
}

async function digits(): Promise<DigitSplits> {
  const file = async (name: string) => ({
    name,
    bytes: new Uint8Array(await (await fetch(`${name}-ubyte.gz`)).arrayBuffer()),
  });
  const [trainImages, trainLabels, validImages, validLabels] = await Promise.all([
    file("train-images-idx3"),
    file("train-labels-idx1"),
    file("t10k-images-idx3"),
    file("t10k-labels-idx1"),
  ]);
  return digitsFromIdx({ trainImages, trainLabels, validImages, validLabels }, undefined, { source: "IDX" });
}
