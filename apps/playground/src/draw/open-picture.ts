import { signal } from "@preact/signals";
import { tenDigits } from "../settings/recipes.js";
import { lookOf } from "../state/looks.js";
import { slotHere } from "../state/settings.js";
import { client } from "../worker/client.js";
import { showInk } from "./drawing.js";

/** Larger pictures are scaled down to this before their ink is looked for. */
const longestSide = 320;

/** What went wrong with the picture opened last. */
export const pictureProblem = signal<string | null>(null);

/** Puts the ink of a picture file on the pad. */
export async function openPicture(file: File): Promise<void> {
  pictureProblem.value = null;
  try {
    const ink = await client.call("ink", await pixelsOf(file));
    if (ink === null) pictureProblem.value = `${file.name}: no ink found on the paper.`;
    else showInk(ink);
  } catch {
    pictureProblem.value = `${file.name} is no picture that this browser can open.`;
  }
}

async function pixelsOf(file: File) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(Math.round(bitmap.width * scale), 1);
  const height = Math.max(Math.round(bitmap.height * scale), 1);
  const context = new OffscreenCanvas(width, height).getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data } as const;
}

let examples = 0;

/** Puts a digit on the pad that the network has not learned from. */
export async function showExample(): Promise<void> {
  pictureProblem.value = null;
  const slot = slotHere.peek();
  const known = (lookOf(slot).peek()?.classes ?? tenDigits).filter((name) => tenDigits.includes(name));
  const digits = slot === "threes-sevens" ? ["3", "7"] : known.length > 0 ? known : tenDigits;
  const index = examples++;
  const digit = digits[(index * 7 + 3) % digits.length] ?? "3";
  showInk(await client.call("example", { index, digit }));
}
