import { ArgumentError, arange } from "@mnist/tensor";
import { expect, it } from "vitest";
import { DataLoader } from "./data-loader.js";
import { ImageDataset } from "./datasets/image-dataset.js";
import { PngDataset } from "./datasets/png-dataset.js";
import { TensorDataset } from "./datasets/tensor-dataset.js";
import { encodePng } from "./images/png/encode-png.js";
import { showBatch } from "./images/show/batch.js";
import { gradientTable } from "./images/show/gradient-table.js";
import { toSvg } from "./images/show/svg.js";
import { showImage } from "./images/show/terminal.js";
import { toPng } from "./images/show/to-png.js";
import { RandomSampler } from "./samplers/random-sampler.js";
import { WeightedRandomSampler } from "./samplers/weighted-random-sampler.js";
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
])("options that there are not are refused: %#", (action, words) => {
  expect(action).toThrow(ArgumentError);
  expect(action).toThrow(words);
});
