import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import {
  type DataSource,
  type DigitSplits,
  loadDigits,
  loadMnist,
  loadMnistSample,
  progressBar,
  type ReadDigitsOptions,
  readDigits,
  strokes,
  URLs,
} from "@mnist/data";
import { didYouMean } from "./command-line/closest.js";
import { UsageError } from "./command-line/errors.js";

/** The names of the data sets that can be fetched, as they are written on the command line. */
export const datasetNames = Object.keys(URLs).map((name) => name.toLowerCase());

/** The data set of that name, in any spelling; undefined if there is none. */
export function findSource(name: string): DataSource | undefined {
  const key = name.toUpperCase().replaceAll("-", "_");
  return Object.hasOwn(URLs, key) ? URLs[key as keyof typeof URLs] : undefined;
}

export interface LoadDataOptions extends ReadDigitsOptions {
  /** How many strokes to draw. */
  readonly samples: number;
  readonly seed: number;
  /** Never ask the network. */
  readonly offline?: boolean;
}

/**
 * The data set that `--dataset` names: strokes, one of the data sets there are (from MNIST_HOME, the cache or a
 * download), or files at a path.
 */
export async function loadData(
  name: string,
  { samples, seed, offline = false, ...reading }: LoadDataOptions,
): Promise<DigitSplits> {
  if (name === "strokes") {
    return {
      train: strokes({ count: samples, seed }),
      valid: strokes({ count: Math.max(Math.ceil(samples / 6), 1), seed: seed + 1 }),
    };
  }
  const source = findSource(name);
  if (source === undefined) {
    if (!existsSync(name) && !/[./\\]/.test(name)) {
      throw new UsageError(
        `no data set or path called ${JSON.stringify(name)}. Data sets: strokes, ${datasetNames.join(", ")}.${didYouMean(name, ["strokes", ...datasetNames])}`,
      );
    }
    await access(name);
    return readDigits(name, { seed, ...reading });
  }
  const bar = progressBar();
  const options = { offline, onProgress: bar };
  try {
    if (source === URLs.MNIST || source === URLs.MNIST_IDX) return await loadMnist(options);
    if (source === URLs.MNIST_SAMPLE) return await loadMnistSample(options);
    return await loadDigits(source, options);
  } finally {
    bar.finish();
  }
}
