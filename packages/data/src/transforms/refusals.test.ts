import { ArgumentError } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { ImageDataset } from "../datasets/image-dataset.js";
import { TransformedDataset } from "../datasets/transformed-dataset.js";
import { strokes } from "../strokes/strokes.js";
import { elasticTransform } from "./elastic.js";
import { normalize } from "./normalize.js";
import { randomAffine } from "./random-affine.js";
import { randomErasing } from "./random-erasing.js";
import { resize } from "./resize.js";

/** As a program calls it that no compiler has seen. */
// biome-ignore lint/suspicious/noExplicitAny: what the types forbid is what is tried
type Loose = (...given: any[]) => any;
const [affine, erasing, elastic, norm, size]: Loose[] = [
  randomAffine,
  randomErasing,
  elasticTransform,
  normalize,
  resize,
];
const images = new ImageDataset(strokes({ count: 2, seed: 1 }));
const transformed: Loose = (given) => new TransformedDataset(images, given);
const first = Int32Array.of(0);

describe("transforms", () => {
  it.each([
    [
      () => affine!({ scale: 1.2 }),
      "randomAffine: got scale 1.2; expected a low end, then a high one. Try scale: [1.2, 1.2].",
    ],
    [() => affine!({ scale: [1, 1, 1] }), "randomAffine: got scale [1, 1, 1]"],
    [() => affine!({ scale: "ab" }), 'randomAffine: got scale "ab"'],
    [() => affine!({ degrees: "10" }), 'randomAffine: got degrees "10"'],
    [() => affine!({ degrees: Number.NaN }), "randomAffine: got degrees [NaN, NaN]"],
    [() => affine!({ shear: [1, 2, 3] }), "randomAffine: got shear [1, 2, 3]"],
    [() => affine!({ shear: [0, 1, 3, 2] }), "randomAffine: got shear of columns [3, 2]"],
    [
      () => affine!({ translate: 0.1 }),
      "randomAffine: got translate 0.1; expected two shares 0..1, of the width and of the height. Try translate: [0.1, 0.1].",
    ],
    [() => affine!({ translate: [0.1] }), "randomAffine: got translate [0.1]; expected two shares"],
    [
      () => affine!({ translate: [0.5, 0.5], fill: "black" }),
      'randomAffine: got fill "black"; expected a finite number.',
    ],
    [() => elastic!({ fill: Number.NaN }), "elasticTransform: got fill NaN; expected a finite number."],
    [() => elastic!({ alpha: "34" }), 'elasticTransform: got alpha "34"'],
    [() => elastic!({ sigma: "4" }), 'elasticTransform: got sigma "4"'],
    [
      () => erasing!({ p: 1, value: "noise" }),
      'randomErasing: got value "noise"; expected a finite number, or "random" for noise.',
    ],
    [() => erasing!({ p: "0.5" }), 'randomErasing: got p "0.5"'],
    [() => erasing!({ scale: 0.1 }), "Try scale: [0.1, 0.1]."],
    [() => norm!(), "normalize: got mean [] and std []"],
    [
      () => norm!({ mean: 0.1, std: Number.POSITIVE_INFINITY }),
      "normalize: got mean [0.1] and std [Infinity]",
    ],
    [() => norm!({ mean: 0.1, std: "0.3" }), 'normalize: got mean [0.1] and std ["0.3"]'],
    [() => size!("14"), 'resize: got side "14"'],
  ])("refuse what would make NaN, when they are made: %#", (action, words) => {
    expect(action).toThrow(ArgumentError);
    expect(action).toThrow(words);
  });
});

describe("TransformedDataset", () => {
  it.each([
    [
      () => transformed(randomAffine()),
      "TransformedDataset: got { kind, degrees, translate, scale, shear, fill } in place of transforms; expected a list of them. Try [transform], also for one alone.",
    ],
    [() => transformed(), "TransformedDataset: got undefined in place of transforms"],
    [
      () => transformed([resize(14), "randomAffine"]),
      'TransformedDataset: got "randomAffine" as transform 1; expected what randomAffine() or another transform answers, or a function of (picture, random).',
    ],
    [() => transformed([undefined]), "got undefined as transform 0"],
    [() => transformed([{ kind: "toString" }]), "got { kind } as transform 0"],
    [
      () => new TransformedDataset(undefined as never, []),
      "TransformedDataset: got undefined; expected pictures",
    ],
    [
      () => transformed([function blur() {}]).batch(first),
      "the transform blur: got undefined from it; expected a picture { channels, height, width, data }, its data a Float32Array of channels × height × width. Try { ...picture, data }.",
    ],
    [
      () =>
        transformed([() => ({ channels: 1, height: 2, width: 3, data: new Float32Array(5) })]).batch(first),
      "{ channels, height, width, data } with 1 × 2 × 3 and 5 levels from it",
    ],
  ])("refuses what is no list of transforms, and answers that are no pictures: %#", (action, words) => {
    expect(action).toThrow(ArgumentError);
    expect(action).toThrow(words);
  });
});
