import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import {
  type DataSource,
  type DigitSplits,
  type DownloadOptions,
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
import { StoppedError, UsageError } from "./command-line/errors.js";
import { interrupted, statusOf } from "./terminal/interrupt.js";

/** The names of the data sets that can be fetched, as they are written on the command line. */
export const datasetNames = Object.keys(URLs).map((name) => name.toLowerCase());

/** The data set of that name, in any spelling; undefined if there is none. */
export function findSource(name: string): DataSource | undefined {
  const key = name.toUpperCase().replaceAll("-", "_");
  return Object.hasOwn(URLs, key) ? URLs[key as keyof typeof URLs] : undefined;
}

/** Whether a data set brings its own part to check with, and pictures of 28×28: those that are known by name. */
export const hasOwnValidation = (name: string): boolean =>
  name === "strokes" || findSource(name) !== undefined;

/** @throws UsageError where a word is neither a data set's name nor a path */
export function checkDataset(name: string): void {
  if (hasOwnValidation(name) || existsSync(name) || /[./\\]/.test(name)) return;
  throw new UsageError(
    `no data set or path called ${JSON.stringify(name)}. Data sets: strokes, ${datasetNames.join(", ")}.${didYouMean(name, ["strokes", ...datasetNames])}`,
  );
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
    checkDataset(name);
    await access(name);
    return readDigits(name, { seed, ...reading });
  }
  return whileFetching((fetching) => {
    const options = { offline, ...fetching };
    if (source === URLs.MNIST || source === URLs.MNIST_IDX) return loadMnist(options);
    if (source === URLs.MNIST_SAMPLE) return loadMnistSample(options);
    return loadDigits(source, options);
  });
}

/** Does what may fetch, with a bar, and ended by a signal with one line: what came is kept. */
export async function whileFetching<T>(
  work: (options: Required<Pick<DownloadOptions, "onProgress" | "signal">>) => Promise<T>,
): Promise<T> {
  const bar = progressBar();
  const interrupt = interrupted();
  const stopped = () =>
    new StoppedError(
      "stopped. What came of a download is kept; the same command goes on with it.",
      statusOf(interrupt.ending!),
    );
  try {
    const result = await work({ onProgress: bar, signal: interrupt.signal });
    if (interrupt.ending !== null) throw stopped();
    return result;
  } catch (error) {
    throw interrupt.ending === null ? error : stopped();
  } finally {
    interrupt.stop();
    bar.finish();
  }
}
