import type { DigitSplits } from "@mnist/data";
import { loadData } from "../../data.js";
import type { Given } from "./plan.js";

/** How many strokes are drawn unless said. */
export const usualSamples = 12_000;

/** The data that a run learns from and is checked with. */
export async function dataOf(given: Given, offline = false): Promise<DigitSplits> {
  const { dataset = "mnist", seed = 42, samples = usualSamples, share, validShare, prepare } = given;
  const data = await loadData(dataset, {
    samples,
    seed,
    offline,
    ...(validShare !== undefined && { validShare }),
    ...(prepare !== undefined && { prepare }),
  });
  if (share === undefined) return data;
  const { takeShare } = await import("./take-share.js");
  return { ...data, train: takeShare(data.train, share) };
}
