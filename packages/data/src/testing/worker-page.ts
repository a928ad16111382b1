/** What a page does in browser-workers.test.ts: passes over augmented pictures with and without worker threads. */
import {
  DataLoader,
  decodePng,
  elasticTransform,
  encodePng,
  FileError,
  ImageDataset,
  PngDataset,
  randomAffine,
  strokes,
  TransformedDataset,
} from "../browser.js";

/** What the page found. */
export interface PageReport {
  /** Sums of each batch's elements, without threads and with two. */
  readonly alone: number[];
  readonly threads: number[];
  /** The pixels that PNGs decode to in a thread. */
  readonly pixels: number[];
  /** What a thread's error came to. */
  readonly error: string;
}

const digits = strokes({ count: 40, seed: 5 });
const augmented = new TransformedDataset(new ImageDataset(digits), [
  randomAffine({ degrees: 20 }),
  elasticTransform(),
]);
const png = encodePng({ width: 28, height: 28, channels: 1, data: digits.images.subarray(0, 784) });

async function sums(numWorkers: number): Promise<number[]> {
  const found: number[] = [];
  const loader = new DataLoader(augmented, { batchSize: 16, numWorkers });
  const { order } = loader.pass();
  for await (const [x] of loader.walk({ seed: 7, order })) {
    const levels = Array.from(await x.data());
    found.push(levels.reduce((sum, level, place) => sum + level * ((place % 97) + 1), 0));
  }
  return found;
}

async function decoded(): Promise<number[]> {
  const files = [{ name: "a.png", data: png, label: 1 }];
  for await (const [x] of new DataLoader(new PngDataset(files, { rawPixels: true }), { numWorkers: 1 })) {
    return [...(await x.data())];
  }
  return [];
}

async function refused(): Promise<string> {
  const files = [0, 1].map((cut) => ({
    name: `${cut}.png`,
    data: png.subarray(0, png.length - 20 * cut),
    label: 1,
  }));
  try {
    for await (const [x] of new DataLoader(new PngDataset(files), { numWorkers: 1 })) await x.data();
    return "nothing";
  } catch (error) {
    return error instanceof FileError ? `refused: ${error.file}` : String(error);
  }
}

export async function report(): Promise<PageReport> {
  if (decodePng(png).width !== 28) throw new Error("a picture of another size");
  return { alone: await sums(0), threads: await sums(2), pixels: await decoded(), error: await refused() };
}
