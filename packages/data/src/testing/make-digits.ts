import { gzipSync } from "fflate";
import { encodePng } from "../images/png/encode-png.js";
import { idxNames } from "../sources/urls.js";
import { makeTar, type TarPlan } from "./make-archive.js";
import { randomBytes } from "./random.js";

/** An IDX file of bytes. */
export function makeIdx(shape: readonly number[], data: Uint8Array, type = 8): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((length, index) => {
    view.setUint32(4 + 4 * index, length);
  });
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** Picture number `index` of a made-up set: 784 bytes. */
export function madePicture(index: number): Uint8Array {
  return randomBytes(784, index);
}

/** The four IDX files, packed, of a made-up set: picture `i` has the label `i × 7 mod 10`. */
export function makeIdxFiles(train: number, valid: number): Record<string, Uint8Array> {
  const pictures = (count: number, from: number) => {
    const data = new Uint8Array(count * 784);
    for (let index = 0; index < count; index++) data.set(madePicture(from + index), index * 784);
    return gzipSync(makeIdx([count, 28, 28], data));
  };
  const labels = (count: number) => {
    return gzipSync(
      makeIdx(
        [count],
        Uint8Array.from({ length: count }, (_, index) => (index * 7) % 10),
      ),
    );
  };
  return {
    [`${idxNames.trainImages}.gz`]: pictures(train, 0),
    [`${idxNames.trainLabels}.gz`]: labels(train),
    [`${idxNames.validImages}.gz`]: pictures(valid, train),
    [`${idxNames.validLabels}.gz`]: labels(valid),
  };
}

/** The entries of a tar archive with the same pictures as PNGs in folders, under `root`. */
export function makeFolderEntries(root: string, train: number, valid: number): TarPlan[] {
  const entries = (split: string, count: number, from: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${root}${split}/${(index * 7) % 10}/${index}.png`,
      data: encodePng({ width: 28, height: 28, channels: 1, data: madePicture(from + index) }),
    }));
  return [...entries("training", train, 0), ...entries("testing", valid, train)];
}

/** The same as a .tgz. */
export function makeFolderArchive(root: string, train: number, valid: number): Uint8Array {
  return gzipSync(makeTar(makeFolderEntries(root, train, valid)));
}
