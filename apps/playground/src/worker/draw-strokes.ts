import { type DigitImages, digitClasses, strokeDigit } from "@mnist/data";
import { breathe } from "@mnist/learner";
import type { Ink } from "./ink.js";

const size = 28 * 28;
/** The seed of the digits that "Example" shows: neither trained on nor checked with, unless asked for. */
const exampleSeed = 20_250_101;

/** What `strokes({ count, seed })` draws, letting messages through in between. */
export async function drawStrokes(
  count: number,
  seed: number,
  { signal, report }: { readonly signal: AbortSignal; report(done: number): void },
): Promise<DigitImages> {
  const images = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const { pixels, label } = strokeDigit(seed, index);
    images.set(pixels, index * size);
    labels[index] = label;
    if (index % 64 === 0) {
      report(index);
      await breathe();
      signal.throwIfAborted();
    }
  }
  report(count);
  return { images, labels, width: 28, height: 28, classes: digitClasses, source: `strokes (seed ${seed})` };
}

/** A digit that no network has learned from. */
export function exampleDigit(index: number, digit: string): Ink {
  const { pixels } = strokeDigit(exampleSeed, index, [digit]);
  return { width: 28, height: 28, pixels, isFramed: true };
}
