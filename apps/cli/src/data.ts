import { access } from "node:fs/promises";
import { type DigitSplits, loadMnist, readDigits, strokes } from "@mnist/data";

/** The data set that `--dataset` names: mnist (MNIST_HOME, the cache or a download), strokes, or files at a path. */
export async function loadData(
  name: string,
  { samples, seed }: { samples: number; seed: number },
): Promise<DigitSplits> {
  if (name === "strokes") {
    return {
      train: strokes({ count: samples, seed }),
      valid: strokes({ count: Math.max(Math.ceil(samples / 6), 1), seed: seed + 1 }),
    };
  }
  if (name === "mnist") return loadMnist();
  await access(name);
  return readDigits(name);
}
