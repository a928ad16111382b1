import { ArgumentError, Generator } from "@mnist/tensor";
import { permutation } from "@mnist/tensor/internal";
import { type DigitImages, type DigitSplits, selectImages } from "../images/digit-images.js";

/**
 * Divides pictures into those to learn from and a share of each class to check with, drawn by a seed; both keep their
 * order. A class of one picture keeps it to learn from.
 * @throws ArgumentError for a share that isn't above 0 and below 1
 */
export function holdBack(all: DigitImages, share = 0.2, seed = 42): DigitSplits {
  if (!(share > 0 && share < 1)) {
    throw new ArgumentError({
      operation: "validShare",
      got: String(share),
      expected: "a share above 0 and below 1",
    });
  }
  const members = all.classes.map((): number[] => []);
  for (const [index, label] of all.labels.entries()) members[label]!.push(index);
  const generator = new Generator(seed);
  const isHeld = new Uint8Array(all.labels.length);
  for (const own of members) {
    const count = Math.min(Math.max(1, Math.round(share * own.length)), own.length - 1);
    const order = permutation(own.length, generator);
    for (let place = 0; place < count; place++) isHeld[own[order[place]!]!] = 1;
  }
  const part = (held: number): DigitImages =>
    selectImages(
      all,
      Uint32Array.from(isHeld.keys()).filter((index) => isHeld[index] === held),
    );
  return { train: part(0), valid: part(1) };
}
