import { decodePicture, encodePng, type NamedBytes, type Picture, recognizeFormat } from "@mnist/data";
import { breathe } from "@mnist/learner";
import type { Ink } from "../ink.js";
import { findInk } from "../read-drawing.js";

const longestSide = 320;
/** Kinds that the library reads, and those that a browser may. */
const ownKinds = ["a PNG picture", "a JPEG picture"];
const otherKinds = ["a WebP picture", "a GIF picture", "a BMP picture", "an AVIF picture"];

export function isPicture({ name, bytes }: NamedBytes): boolean {
  return [...ownKinds, ...otherKinds].includes(recognizeFormat(bytes, name) ?? "");
}

/** A picture's pixels as the command line reads them, or as the browser does where the library knows no such kind. */
async function decoded({ name, bytes }: NamedBytes): Promise<Picture> {
  if (ownKinds.includes(recognizeFormat(bytes, name) ?? "")) return decodePicture(bytes, name);
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
  return {
    width,
    height,
    channels: 4,
    data: Uint8Array.from(context.getImageData(0, 0, width, height).data),
  };
}

/** Pictures under names that the library takes for theirs: what only the browser reads becomes PNG. */
export async function asReadable(files: readonly NamedBytes[]): Promise<NamedBytes[]> {
  const readable: NamedBytes[] = [];
  for (const file of files) {
    const kind = recognizeFormat(file.bytes, file.name) ?? "";
    const isNamed = /\.(png|jpe?g)$/i.test(file.name);
    if (otherKinds.includes(kind))
      readable.push({ name: `${file.name}.png`, bytes: encodePng(await decoded(file)) });
    else readable.push(ownKinds.includes(kind) && !isNamed ? { ...file, name: `${file.name}.png` } : file);
    await breathe();
  }
  return readable;
}

/** The ink of pictures that stand alone, to be read one after the other. */
export async function inksOf(files: readonly NamedBytes[]): Promise<{ inks: Ink[]; notes: string[] }> {
  const inks: Ink[] = [];
  const notes: string[] = [];
  for (const file of files) {
    try {
      const ink = findInk(await decoded(file));
      if (ink === null) notes.push(`${file.name}: no ink found on the paper.`);
      else inks.push(ink);
    } catch (error) {
      notes.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { inks, notes };
}
