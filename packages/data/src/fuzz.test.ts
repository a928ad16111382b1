import { DataError } from "@mnist/tensor";
import { gzipSync } from "fflate";
import { expect, it, vi } from "vitest";
import { gunzip } from "./archives/gzip.js";
import { readTar } from "./archives/tar.js";
import { readZip } from "./archives/zip.js";
import { readCsv } from "./csv.js";
import { readIdx } from "./idx.js";
import { decodePng } from "./images/png/decode-png.js";
import { digitsFromArchive } from "./sources/digit-files.js";
import { makeTar, makeZip, paxEntry } from "./testing/make-archive.js";
import { makeFolderArchive, makeIdx } from "./testing/make-digits.js";
import { makePng } from "./testing/make-png.js";
import { mendPng, mendTar, mutate } from "./testing/mutate.js";
import { randomBytes, seeded } from "./testing/random.js";

/** A reader with the files that are damaged for it, and how to hide some of the damage. */
interface Target {
  readonly read: (bytes: Uint8Array) => unknown;
  readonly files: readonly Uint8Array[];
  readonly mend?: (bytes: Uint8Array) => Uint8Array;
  /** Files damaged and read. */
  readonly rounds: number;
}

const random = seeded(2);
const pngs = [
  makePng({ width: 28, height: 28, colorType: 0, bitDepth: 8, random }),
  makePng({ width: 9, height: 7, colorType: 0, bitDepth: 1, interlaced: true, random }),
  makePng({
    width: 20,
    height: 5,
    colorType: 3,
    bitDepth: 4,
    palette: randomBytes(48, 1),
    transparency: randomBytes(9, 2),
    random,
  }),
  makePng({ width: 5, height: 6, colorType: 6, bitDepth: 16, chunkBytes: 40, random }),
  makePng({ width: 300, height: 200, colorType: 2, bitDepth: 8, random: () => 0 }),
];
const text = new TextEncoder().encode('name,label\n"a,b",0\r\n"say ""x""",1\n'.repeat(20));
const tar = makeTar([
  { name: "a/" },
  { name: "a/1", data: randomBytes(700, 3) },
  paxEntry({ path: "a/long", size: "20" }),
  { name: "a/2", data: randomBytes(20, 4) },
]);
const idxFiles = [8, 9, 11, 12, 13, 14].map((type) =>
  makeIdx([4, 3], randomBytes(12 * [1, 1, 0, 2, 4, 4, 8][type - 8]!, 5), type),
);

const targets: Record<string, Target> = {
  png: { read: (bytes) => decodePng(bytes), files: pngs, mend: mendPng, rounds: 8000 },
  gzip: {
    read: (bytes) => gunzip(bytes),
    files: [gzipSync(text), gzipSync(randomBytes(3000, 6)), gzipSync(tar, { level: 1 })],
    rounds: 3000,
  },
  tar: { read: (bytes) => [...readTar(bytes)], files: [tar], mend: mendTar, rounds: 3000 },
  zip: {
    read: (bytes) => [...readZip(bytes)],
    files: [makeZip({ a: text, "b/c": randomBytes(100, 7) }), makeZip({ d: text }, 0)],
    rounds: 3000,
  },
  idx: { read: (bytes) => readIdx(bytes), files: idxFiles, rounds: 2000 },
  csv: { read: (bytes) => readCsv(bytes), files: [text], rounds: 1000 },
  archive: {
    read: (bytes) => digitsFromArchive({ name: "a", bytes }, { source: "a" }),
    files: [
      makeFolderArchive("r/", 3, 2),
      makeTar([
        { name: "train/3/1.png", data: pngs[0]! },
        { name: "valid/3/1.png", data: pngs[0]! },
      ]),
    ],
    mend: mendTar,
    rounds: 1500,
  },
};

/** MNIST_LONG_TESTS damages thirty times as many files. */
const times = process.env.MNIST_LONG_TESTS ? 30 : 1;

it("answers damaged files with typed errors alone, quickly and within bounds of memory", () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const memoryBefore = process.memoryUsage().rss;
  let files = 0;
  let refused = 0;
  let slowest = 0;
  const timeOf = (name: string, target: Target, bytes: Uint8Array, seed: number): number => {
    const start = performance.now();
    try {
      target.read(bytes);
    } catch (error) {
      if (!(error instanceof DataError))
        throw new Error(`${name}, seed ${seed}: ${String(error)}`, { cause: error });
      refused++;
    }
    return performance.now() - start;
  };
  for (const [name, target] of Object.entries(targets)) {
    for (let seed = 0; seed < target.rounds * times; seed++) {
      const random = seeded(seed);
      const whole = target.files[seed % target.files.length]!;
      const damaged = mutate(whole, random);
      const bytes = target.mend !== undefined && random() < 0.7 ? target.mend(damaged) : damaged;
      // A busy machine is not slow twice over the same file.
      let milliseconds = timeOf(name, target, bytes, seed);
      if (milliseconds > 1000) milliseconds = Math.min(milliseconds, timeOf(name, target, bytes, seed));
      slowest = Math.max(slowest, milliseconds);
      files++;
    }
  }
  const peak = process.resourceUsage().maxRSS * 1024 - memoryBefore;
  expect(files).toBeGreaterThanOrEqual(20_000);
  expect(refused).toBeGreaterThan(files / 2);
  expect(slowest).toBeLessThan(1000);
  expect(peak).toBeLessThan(256 * 2 ** 20);
}, 300_000);
