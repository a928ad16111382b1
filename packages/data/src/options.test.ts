import { ArgumentError, arange, Generator } from "@mnist/tensor";
import { expect, it } from "vitest";
import { gunzip } from "./archives/gzip.js";
import { readTar } from "./archives/tar.js";
import { readZip } from "./archives/zip.js";
import { DataLoader } from "./data-loader.js";
import { ImageDataset } from "./datasets/image-dataset.js";
import { PngDataset } from "./datasets/png-dataset.js";
import { randomSplit } from "./datasets/subset.js";
import { TensorDataset } from "./datasets/tensor-dataset.js";
import { decodePicture } from "./images/decode-picture.js";
import { decodeJpeg } from "./images/jpeg/decode-jpeg.js";
import { decodePng } from "./images/png/decode-png.js";
import { encodePng } from "./images/png/encode-png.js";
import { prepareDigit } from "./images/prepare-digit/prepare-digit.js";
import { preparePicture } from "./images/prepare-picture.js";
import { readImage as readInBrowser } from "./images/read-image-browser.js";
import { showBatch } from "./images/show/batch.js";
import { gradientTable } from "./images/show/gradient-table.js";
import { toSvg } from "./images/show/svg.js";
import { showImage } from "./images/show/terminal.js";
import { toPng } from "./images/show/to-png.js";
import { dataFolders } from "./node/cache-folder.js";
import { downloadFile } from "./node/download.js";
import {
  loadDigits,
  loadMnist,
  loadMnistSample,
  locateDigits,
  locateFiles,
  readDigits,
} from "./node/load-digits.js";
import { holdLock } from "./node/lock.js";
import { readImage } from "./node/read-image.js";
import { unpackArchive } from "./node/unpack.js";
import { downloadArchive, untarData } from "./node/untar-data.js";
import { RandomSampler, SubsetRandomSampler } from "./samplers/random-sampler.js";
import { StratifiedSampler } from "./samplers/stratified-sampler.js";
import { WeightedRandomSampler } from "./samplers/weighted-random-sampler.js";
import { digitsFromFiles, digitsFromFolder, digitsFromIdx } from "./sources/digit-files.js";
import { URLs } from "./sources/urls.js";
import { strokes } from "./strokes/strokes.js";
import { elasticTransform } from "./transforms/elastic.js";
import { normalize } from "./transforms/normalize.js";
import { randomAffine } from "./transforms/random-affine.js";
import { randomErasing } from "./transforms/random-erasing.js";

const digits = strokes({ count: 2, seed: 1 });
const png = {
  name: "one.png",
  label: 1,
  data: encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(0) }),
};
const loader = (options: object) => new DataLoader(new TensorDataset(arange(4)), options);
const picture = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) } as const;
const grid = { width: 1, height: 1, colours: "greys" };

it.each([
  [
    () => loader({ batch_size: 4 }),
    "DataLoader: got an option batch_size; expected one of { batchSize, shuffle, sampler, batchSampler, dropLast, generator, numWorkers, prefetchFactor, worker, signal, collate }.",
  ],
  [() => loader({ drop_last: true }), "DataLoader: got an option drop_last"],
  [() => loader({ dropLast: "false" }), 'DataLoader: got dropLast "false"; expected true or false.'],
  [() => loader({ shuffle: "false" }), 'DataLoader: got shuffle "false"; expected true or false.'],
  [() => loader(4 as never), "DataLoader: got 4 in place of options; expected { batchSize, "],
  [
    () => new RandomSampler(4, { num_samples: 2 } as object),
    "RandomSampler: got an option num_samples; expected one of { replacement, numSamples, generator }.",
  ],
  [() => new RandomSampler(4, true as never), "RandomSampler: got true in place of options"],
  [
    () => new WeightedRandomSampler([1, 2], 2, false as never),
    "WeightedRandomSampler: got false in place of options; expected { replacement, generator }.",
  ],
  [
    () => randomAffine({ degreees: 10 } as object),
    "randomAffine: got an option degreees; expected one of { degrees, translate, scale, shear, fill }.",
  ],
  [() => randomAffine(10 as never), "randomAffine: got 10 in place of options"],
  [() => randomErasing({ P: 1 } as object), "randomErasing: got an option P; expected one of { p, "],
  [() => elasticTransform({ Alpha: 1 } as object), "elasticTransform: got an option Alpha"],
  [() => normalize(0.1 as never), "normalize: got 0.1 in place of options; expected { mean, std }."],
  [() => new ImageDataset(digits, { raw_pixels: true } as object), "ImageDataset: got an option raw_pixels"],
  [() => new PngDataset([png], { rawPixels: "no" } as object), 'PngDataset: got rawPixels "no"'],
  [() => showImage([0], grid), "showImage: got an option colours; expected one of { width, height, "],
  [() => toSvg([0], grid), "toSvg: got an option colours"],
  [() => toPng([0], grid), "toPng: got an option colours"],
  [() => gradientTable([0], grid), "gradientTable: got an option colours"],
  [() => showBatch(digits, { ncols: 2 } as never), "showBatch: got an option ncols"],
  [() => loader({ sampler: [0, 1] }), "DataLoader: got sampler [0, 1]; expected a sampler"],
  [() => loader({ batchSampler: 2 }), "DataLoader: got batchSampler 2; expected a BatchSampler"],
  [() => loader({ generator: 42 }), "DataLoader: got generator 42; expected a Generator."],
  [() => new RandomSampler(4, { generator: 42 } as object), "RandomSampler: got generator 42"],
  [
    () => new SubsetRandomSampler([1], { seed: 42 } as object),
    "SubsetRandomSampler: got an option seed; expected one of { generator }.",
  ],
  [() => new SubsetRandomSampler([1], 42 as never), "SubsetRandomSampler: got 42 in place of options"],
  [() => new StratifiedSampler([1], { seed: 42 } as object), "StratifiedSampler: got an option seed"],
  [() => randomSplit(new TensorDataset(arange(4)), [2, 2], 42 as never), "randomSplit: got 42 in place of"],
  [
    () => new ImageDataset(digits, { target: 3 } as object),
    "ImageDataset: got target 3; expected a function.",
  ],
  [
    () => new ImageDataset(digits, { imageShape: 784 } as object),
    "ImageDataset: got imageShape 784; expected a list.",
  ],
  [
    () => strokes({ count: 1, seed: 1, clases: [3] } as never),
    "strokes: got an option clases; expected one of { count, seed, classes }.",
  ],
  [() => strokes(5 as never), "strokes: got 5 in place of options; expected { count, seed, classes }."],
  [() => strokes({ count: "5", seed: 1 } as never), 'strokes: got count "5"; expected a whole number'],
  [() => strokes({ count: 1, seed: 1, classes: "37" } as never), 'strokes: got classes "37"; expected one'],
  [() => prepareDigit(picture, { Deskew: true } as object), "prepareDigit: got an option Deskew"],
  [() => prepareDigit(picture, { steps: "no" } as object), 'prepareDigit: got steps "no"; expected true or'],
  [() => preparePicture(picture, "digits" as never), 'preparePicture: got preparation "digits"; expected'],
  [() => preparePicture(picture, "resize", { step: true } as object), "preparePicture: got an option step"],
  [
    () => decodePng(png.data, "a.png", { maxPixels: 4 } as object),
    "decodePng: got an option maxPixels; expected one of { maximumPixels, maximumBytes }.",
  ],
  [
    () => decodePng(png.data, { maximumPixels: 4 } as never),
    "decodePng: got name { maximumPixels }; expected a text.",
  ],
  [
    () => decodePng(png.data, "a.png", { maximumPixels: Number.NaN }),
    "decodePng: got maximumPixels NaN; expected a number from 0 up.",
  ],
  [() => decodeJpeg(png.data, "a.jpg", { maxPixels: 4 } as object), "decodeJpeg: got an option maxPixels"],
  [() => decodePicture(png.data, "a", { maxPixels: 4 } as object), "decodePicture: got an option maxPixels"],
  [() => [...readTar(png.data, { maximumBytes: 4 } as object)], "readTar: got an option maximumBytes"],
  [
    () => [...readTar(png.data, { onWarning: true } as object)],
    "readTar: got onWarning true; expected a fun",
  ],
  [() => [...readZip(png.data, { maximumBytes: "4" } as object)], 'readZip: got maximumBytes "4"; expected'],
  [() => [...readZip(png.data, "a.zip" as never)], 'readZip: got "a.zip" in place of options'],
  [() => gunzip(png.data, { maximumRatio: Number.NaN }), "gunzip: got maximumRatio NaN"],
  [
    () => digitsFromFolder([], "a", { source: "a", split: 0.2 } as never),
    "digitsFromFolder: got an option sp",
  ],
  [() => digitsFromFiles([], undefined, { source: "a", prepare: "Digit" as never }), 'got prepare "Digit"'],
  [
    () => digitsFromIdx({} as never, undefined, { source: "a", sort: 1 } as never),
    "digitsFromIdx: got an opt",
  ],
  [() => readDigits("a", { validshare: 0.5 } as object), "readDigits: got an option validshare"],
  [() => readDigits("a", { order: "name" } as object), 'readDigits: got order "name"; expected "file" or "c'],
  [() => locateDigits(URLs.MNIST, { cache: "a" } as object), "locateDigits: got an option cache"],
  [() => locateFiles(URLs.MNIST, { home: 3 } as object), "locateFiles: got home 3; expected a text."],
  [() => dataFolders({ cache: "a" } as object), "dataFolders: got an option cache"],
])("options that there are not are refused: %#", (action, words) => {
  expect(action).toThrow(ArgumentError);
  expect(action).toThrow(words);
});

it.each([
  [() => loadMnist({ Offline: true } as object), "loadMnist: got an option Offline"],
  [() => loadMnist({ offline: "no" } as object), 'loadMnist: got offline "no"; expected true or false.'],
  [() => loadMnist("/data" as never), 'loadMnist: got "/data" in place of options; expected { home, '],
  [() => loadMnistSample({ sort: "class" } as object), "loadMnistSample: got an option sort"],
  [
    () => loadDigits(URLs.MNIST, { order: "Class" } as object),
    'loadDigits: got order "Class"; expected "file"',
  ],
  [
    () => untarData(URLs.MNIST, { attempts: Number.NaN }),
    "untarData: got attempts NaN; expected a number from 0",
  ],
  [() => downloadArchive(URLs.MNIST, { retries: 2 } as object), "downloadArchive: got an option retries"],
  [
    () => downloadFile({} as never, "a", { mirrors: "a" } as object),
    'downloadFile: got mirrors "a"; expected a',
  ],
  [
    () => holdLock("a.lock", { Wait: false } as object),
    "holdLock: got an option Wait; expected one of { sig",
  ],
  [() => unpackArchive("a.zip", "a", { onprogress: 1 } as object), "unpackArchive: got an option onprogress"],
  [() => readImage(png.data, { mode: "L" } as object), "readImage: got an option mode"],
  [() => readInBrowser(png.data, { mode: "L" } as object), "readImage: got an option mode"],
])("of what is awaited too: %#", async (action, words) => {
  await expect(action()).rejects.toThrow(ArgumentError);
  await expect(action()).rejects.toThrow(words);
});

it("an option that is undefined leaves what holds where nothing is said", () => {
  const nothing = { rawPixels: undefined, target: undefined, imageShape: undefined, targetType: undefined };
  const [given, plain] = [new ImageDataset(digits, nothing as object), new ImageDataset(digits)];
  const tables = [given, plain].map((set) => set.batch(Int32Array.of(0)).map((each) => each.arraySync()));
  expect(tables[0]).toEqual(tables[1]);
  expect(decodePng(png.data, undefined, { maximumPixels: undefined } as object).width).toBe(1);
  expect(strokes({ count: 1, seed: 1, classes: undefined } as never).classes).toHaveLength(10);
});

it("a generator is taken by its place and by its name", () => {
  const orders = (given: (seed: number) => Generator | { generator: Generator }) => [
    [...new SubsetRandomSampler([5, 7, 9, 11], given(3)).order()],
    [...new StratifiedSampler([0, 1, 0, 1, 0], given(3)).order()],
    randomSplit(new TensorDataset(arange(6)), [4, 2], given(3)).map(({ indices }) => [...indices]),
  ];
  const byPlace = orders((seed) => new Generator(seed));
  expect(orders((seed) => ({ generator: new Generator(seed) }))).toEqual(byPlace);
});
