import { type DigitSplits, type DrawnImage, decodePng, prepareDigit, toGrayscale } from "@mnist/data";
import { breathe } from "@mnist/learner";
import type { Ink } from "../ink.js";
import { findInk } from "../read-drawing.js";
import type { OpenFile } from "./unpack-files.js";

const trainNames = /^(train|training)$/i;
const validNames = /^(valid|validation|val|test|testing|eval)$/i;
const longestSide = 320;
/** Of a folder without a part to check with, every so manieth picture is kept for that. */
const every = 5;

interface Sample {
  readonly pixels: Uint8Array;
  readonly truth: string;
  readonly part: "train" | "valid" | null;
}

/** A picture's pixels, decoded by the library where it is a PNG that it reads, else by the browser. */
async function decoded({ path, bytes, kind }: OpenFile): Promise<DrawnImage> {
  if (kind === "png") {
    try {
      return decodePng(bytes, path);
    } catch {
      // Chunks that are damaged but say nothing of the pixels: the browser reads such files.
    }
  }
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) =>
    Math.max(Math.round(side * scale), 1),
  ) as [number, number];
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data };
}

/** 28 × 28 bytes, as they are where they have that size. */
function asDigit(image: DrawnImage): Uint8Array {
  if (image.width === 28 && image.height === 28 && image.channels === 1) return Uint8Array.from(image.data);
  if (image.width === 28 && image.height === 28) {
    const gray = toGrayscale({ ...image, data: Uint8Array.from(image.data) });
    const corners = [0, 27, 756, 783].reduce((sum, at) => sum + gray[at]!, 0) / 4;
    return corners > 127 ? gray.map((level) => 255 - level) : gray;
  }
  return prepareDigit(image).pixels;
}

/** The class that a picture's folder names, and the part of the data that the folder above does. */
function placeOf(path: string): Pick<Sample, "truth" | "part"> | null {
  const folders = path.split("/").slice(0, -1);
  const truth = folders.at(-1);
  if (truth === undefined || trainNames.test(truth) || validNames.test(truth)) return null;
  const above = folders
    .slice(0, -1)
    .reverse()
    .find((name) => trainNames.test(name) || validNames.test(name));
  return { truth, part: above === undefined ? null : trainNames.test(above) ? "train" : "valid" };
}

/** Digits by their number, anything else as text with numbers in it. */
const natural = new Intl.Collator("en", { numeric: true });

/** A data set of pictures in folders of classes; null where there are no such folders. */
export async function splitsOfPictures(
  files: readonly OpenFile[],
  source: string,
): Promise<{ splits: DigitSplits; notes: string[] } | null> {
  const samples: Sample[] = [];
  let [loose, broken] = [0, 0];
  for (const file of files) {
    const place = placeOf(file.path);
    if (place === null) {
      loose++;
      continue;
    }
    try {
      samples.push({ ...place, pixels: asDigit(await decoded(file)) });
    } catch {
      broken++;
    }
    await breathe();
  }
  if (new Set(samples.map(({ truth }) => truth)).size < 2) return null;
  const notes: string[] = [];
  if (broken > 0)
    notes.push(`${broken} damaged ${broken === 1 ? "picture was" : "pictures were"} passed over.`);
  if (loose > 0)
    notes.push(`${loose} without a folder of their class ${loose === 1 ? "was" : "were"} passed over.`);
  return { splits: splitsOf(samples, source, notes), notes };
}

function splitsOf(samples: readonly Sample[], source: string, notes: string[]): DigitSplits {
  const classes = [...new Set(samples.map(({ truth }) => truth))].sort(natural.compare);
  const hasParts =
    samples.some(({ part }) => part === "train") && samples.some(({ part }) => part === "valid");
  if (!hasParts) notes.push(`No folder to check with: every ${every}th picture is kept for that.`);
  const isValid = ({ part }: Sample, index: number): boolean =>
    hasParts ? part === "valid" : index % every === every - 1;
  const set = (wanted: boolean) => {
    const chosen = samples.filter((sample, index) => isValid(sample, index) === wanted);
    const images = new Uint8Array(chosen.length * 784);
    for (const [place, { pixels }] of chosen.entries()) images.set(pixels, place * 784);
    const labels = Uint8Array.from(chosen, ({ truth }) => classes.indexOf(truth));
    return { images, labels, width: 28, height: 28, classes, source } as const;
  };
  return { train: set(false), valid: set(true) };
}

/** The ink of pictures that stand alone, to be read one after the other. */
export async function inksOf(files: readonly OpenFile[]): Promise<{ inks: Ink[]; notes: string[] }> {
  const inks: Ink[] = [];
  const notes: string[] = [];
  for (const file of files) {
    try {
      const ink = findInk(await decoded(file));
      if (ink === null) notes.push(`${file.path}: no ink found on the paper.`);
      else inks.push(ink);
    } catch {
      notes.push(`${file.path} is no picture that this browser can open.`);
    }
  }
  return { inks, notes };
}
