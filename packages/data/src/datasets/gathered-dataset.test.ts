import { compile, fromData, manualSeed, randn, type Tensor, tensor } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import {
  type GatheredDataset,
  ImageDataset,
  isGathered,
  type LabelledBatch,
  onlyClasses,
  Subset,
  TensorDataset,
} from "../index.js";
import { strokes } from "../strokes/strokes.js";

const rows = Int32Array.of(5, 0, 5, 7);

function expectAlike(dataset: GatheredDataset<readonly Tensor[]>): void {
  expect(isGathered(dataset)).toBe(true);
  const gathered = dataset.gather(fromData(rows, [rows.length]));
  dataset.batch(rows).forEach((expected, i) => {
    const actual = gathered[i]!;
    expect([actual.shape, actual.dtype]).toEqual([expected.shape, expected.dtype]);
    expect(actual.dataSync()).toEqual(expected.dataSync());
  });
}

describe("batches taken by tensor operations", () => {
  const images = strokes({ count: 10, seed: 1 });

  it.each([
    ["scaled", {}],
    ["raw", { rawPixels: true }],
    [
      "as planes, with a target of its own",
      {
        imageShape: [1, 28, 28],
        targetShape: [1],
        target: (label: number) => label / 3,
        targetType: "float32",
      },
    ],
  ] as const)("are those of an ImageDataset, bit for bit: %s", (_name, options) => {
    expectAlike(new ImageDataset(images, options));
  });

  it("are those of a TensorDataset and of a part of it", () => {
    manualSeed(1);
    const whole = new TensorDataset(randn([20, 3]), tensor([...new Array(20).keys()], { dtype: "int32" }));
    expectAlike(whole);
    const part = new Subset(whole, Int32Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1));
    expectAlike(part as typeof part & GatheredDataset<readonly Tensor[]>);
  });

  it("are not thought to be there where a subclass changes only the batch", () => {
    class Doubled extends ImageDataset {
      override batch(indices: Int32Array): LabelledBatch {
        const [x, y] = super.batch(indices);
        return [x.mul(2), y];
      }
    }
    expect(isGathered(new Doubled(images))).toBe(false);
    expect(isGathered(new Subset(new Doubled(images), rows))).toBe(false);
  });
});

it("a picture is in memory once, also where a recorded step has moved it", () => {
  const images = strokes({ count: 10, seed: 1 });
  const dataset = new ImageDataset(onlyClasses(images, images.classes));
  expect(dataset.source.images).toBe(images.images);
  const index = fromData(rows, [rows.length]);
  const before = dataset.gather(index)[0].dataSync();
  expect(dataset.source.images).toBe(images.images);
  const [recorded] = compile((each) => [dataset.gather(each)[0]])(index);
  expect(recorded!.dataSync()).toEqual(before);
  expect(dataset.source.images.buffer).not.toBe(images.images.buffer); // it holds those that moved, and no others
  expect(dataset.source.images).toEqual(images.images);
  // What is handed out is a copy, as their place is used again once the data set is gone.
  expect(dataset.source.images.buffer.byteLength).toBe(images.images.byteLength);
  expect(dataset.batch(rows)[0].dataSync()).toEqual(before);
});
