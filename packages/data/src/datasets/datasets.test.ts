import { arange, ShapeError, type Tensor, tensor, zeros } from "@mnist/tensor";
import { describe, expect, it } from "vitest";
import { DataLoader } from "../data-loader.js";
import { strokes } from "../strokes/strokes.js";
import { resize } from "../transforms/resize.js";
import { defaultCollate } from "./collate.js";
import { ConcatDataset } from "./concat-dataset.js";
import { ImageDataset } from "./image-dataset.js";
import { Subset } from "./subset.js";
import { TensorDataset } from "./tensor-dataset.js";
import { TransformedDataset } from "./transformed-dataset.js";

const rows = (...indices: number[]) => Int32Array.from(indices);
const numbers = (values: Tensor) => [...values.dataSync()];

describe("TensorDataset", () => {
  const pairs = new TensorDataset(arange(12).reshape([6, 2]), tensor([5, 4, 3, 2, 1, 0]));

  it("takes rows of each tensor, strided ones too", () => {
    const [x, y] = pairs.batch(rows(4, 0));
    expect([x.shape, numbers(x), numbers(y)]).toEqual([
      [2, 2],
      [8, 9, 0, 1],
      [1, 5],
    ]);
    const strided = new TensorDataset(arange(12).reshape([2, 6]).transpose(0, 1));
    expect(numbers(strided.batch(rows(5, 1))[0])).toEqual([5, 11, 1, 7]);
  });

  it("refuses tensors of different lengths", () => {
    expect(() => new TensorDataset(zeros([2]), zeros([3]))).toThrow(ShapeError);
  });

  it("is cut into subsets of subsets", () => {
    const part = new Subset(new Subset(pairs, rows(5, 3, 1)), rows(2, 0));
    expect(numbers(part.batch(rows(0, 1))[1])).toEqual([4, 0]);
    expect(() => new Subset(pairs, rows(6))).toThrow("Subset: got index 6; expected indices from 0 to 5");
  });
});

describe("ConcatDataset", () => {
  const set = (start: number, length: number) => {
    const values = arange(start, start + length);
    return new TensorDataset(values, values.mul(10));
  };
  const all = new ConcatDataset([set(0, 3), set(3, 1), set(4, 4)]);

  it("finds samples across its sets, in the order asked for", () => {
    expect([all.length, all.cumulativeSizes]).toEqual([8, [3, 4, 8]]);
    const [x, y] = all.batch(rows(7, 0, 3, 4, 2, 7));
    expect(numbers(x)).toEqual([7, 0, 3, 4, 2, 7]);
    expect(numbers(y)).toEqual([70, 0, 30, 40, 20, 70]);
    expect(numbers(all.batch(rows(2, 1))[0])).toEqual([2, 1]);
  });

  it("refuses what lies outside, no sets, and sets that differ", () => {
    expect(() => all.batch(rows(8))).toThrow("ConcatDataset: got index 8; expected indices from 0 to 7.");
    expect(() => new ConcatDataset([])).toThrow("ConcatDataset: got no data set; expected one at least.");
    const mixed = new ConcatDataset<readonly Tensor[]>([set(0, 2), new TensorDataset(arange(2))]);
    expect(() => mixed.batch(rows(0, 2))).toThrow("got parts of different kinds (a list of 2, a list of 1)");
  });

  it("tells each set which places its samples have", () => {
    const digits = strokes({ count: 6, seed: 1 });
    const shifted = new TransformedDataset(new ImageDataset(digits), [
      (_, random) => ({ channels: 1, height: 1, width: 1, data: Float32Array.of(random.uniform()) }),
    ]);
    const pixels = (loader: DataLoader<readonly Tensor[]>) => Array.from(loader, ([x]) => numbers(x!)).flat();
    const together = new ConcatDataset([
      new Subset(shifted, rows(0, 1)),
      new Subset(shifted, rows(2, 3, 4, 5)),
    ]);
    const pass = { seed: 3, positions: Uint32Array.of(0, 1, 2, 3, 4, 5) };
    expect(numbers(together.batch(rows(5, 0, 1, 4, 2, 3), pass)[0])).toEqual(
      numbers(shifted.batch(rows(5, 0, 1, 4, 2, 3), pass)[0]),
    );
    expect(new Set(pixels(new DataLoader(together, { batchSize: 4 }))).size).toBe(6);
  });
});

describe("defaultCollate", () => {
  it("stacks tensors, numbers and booleans, in lists and records", () => {
    const batch = defaultCollate([
      { x: tensor([1, 2]), y: [1, true] as const },
      { x: tensor([3, 4]), y: [0.5, false] as const },
    ]);
    expect([batch.x.shape, numbers(batch.x)]).toEqual([
      [2, 2],
      [1, 2, 3, 4],
    ]);
    expect([batch.y[0].dtype, numbers(batch.y[0])]).toEqual(["float32", [1, 0.5]]);
    expect([batch.y[1].dtype, numbers(batch.y[1])]).toEqual(["bool", [1, 0]]);
  });

  it("refuses what it cannot stack", () => {
    expect(() => defaultCollate(["a", "b"])).toThrow(
      "defaultCollate: got parts of different kinds (string); expected tensors, or lists or records of tensors",
    );
    expect(() => defaultCollate([zeros([2]), zeros([3])])).toThrow(ShapeError);
  });
});

describe("TransformedDataset", () => {
  const digits = strokes({ count: 4, seed: 1 });

  it("changes the pictures' size, flat or by planes as they were", () => {
    const shape = (imageShape?: number[]) => {
      const options = imageShape === undefined ? {} : { imageShape };
      const set = new TransformedDataset(new ImageDataset(digits, options), [resize(14)]);
      return set.batch(rows(1, 2))[0].shape;
    };
    expect([shape(), shape([1, 28, 28])]).toEqual([
      [2, 196],
      [2, 1, 14, 14],
    ]);
  });

  it("refuses pictures of different sizes in one batch", () => {
    let side = 1;
    const growing = new TransformedDataset(new ImageDataset(digits), [
      () => ({ channels: 1, height: ++side, width: 2, data: new Float32Array(2 * side) }),
    ]);
    expect(() => growing.batch(rows(0, 1))).toThrow(
      "transforms: got a picture of 1×3×2 with 6 levels; expected 1×2×2, as the batch's first has.",
    );
  });

  it("refuses a data set without pictures", () => {
    const tensors = new Subset(new TensorDataset(arange(3)), rows(1));
    expect(() => new TransformedDataset(tensors as never, [])).toThrow(
      "TransformedDataset: got a Subset; expected pictures: an ImageDataset, a PngDataset or a Subset of one.",
    );
  });
});
