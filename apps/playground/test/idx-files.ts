import { gzipSync } from "node:zlib";
import { strokeDigit } from "@mnist/data";
import { idx } from "../../cli/src/testing/idx.js";
import type { Dropped } from "./drop.js";

export function idxPair(count: number): { images: Uint8Array; labels: Uint8Array } {
  const images = new Uint8Array(count * 784);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const drawn = strokeDigit(6, i);
    images.set(drawn.pixels, i * 784);
    labels[i] = drawn.label;
  }
  return { images: idx([count, 28, 28], images), labels: idx([count], labels) };
}

/** MNIST's four files, small, under names that a browser's downloads have. */
export const four = (): Dropped[] => {
  const [train, valid] = [idxPair(60), idxPair(20)];
  return [
    { name: "train-images-idx3-ubyte.gz", bytes: gzipSync(train.images) },
    { name: "train-labels.idx1-ubyte", bytes: train.labels },
    { name: "t10k-images-idx3-ubyte (1).gz", bytes: gzipSync(valid.images) },
    { name: "t10k-labels-idx1-ubyte (1)", bytes: valid.labels },
  ];
};
