import { ArgumentError } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import { checkSettings } from "../check-settings.js";
import type { DigitImages } from "../images/digit-images.js";
import { SampleRandom } from "../sample-random.js";
import { parseForm, type Skeleton } from "./form.js";
import { digitForms } from "./forms/digit-forms.js";
import { drawHand } from "./hand.js";
import { centreBox, inkTrace } from "./ink.js";
import { traceSkeleton } from "./trace.js";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const pixelCount = 28 * 28;

/** What to draw: how many pictures, from which seed, of which digits (all ten by default). */
export interface StrokesOptions {
  count: number;
  seed: number;
  classes?: readonly (string | number)[];
}

/** One drawn digit: pixels [28 × 28], white ink on black, and the place of its class. */
export interface StrokeDigit {
  pixels: Uint8Array;
  label: number;
  /** Which of the digit's usual forms was drawn, e.g. "seven, crossed". */
  form: string;
}

let skeletons: readonly (readonly Skeleton[])[] | undefined;

function skeletonsOf(digit: string): readonly Skeleton[] {
  skeletons ??= digitForms.map((forms) => forms.map(parseForm));
  return skeletons[Number(digit)]!;
}

function chooseSkeleton(choices: readonly Skeleton[], random: SampleRandom): Skeleton {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random.uniform() * total;
  for (const choice of choices) {
    rest -= choice.weight;
    if (rest < 0) return choice;
  }
  return choices[choices.length - 1]!;
}

function draw(seed: number, index: number, classes: readonly string[], pixels: Uint8Array): StrokeDigit {
  const random = new SampleRandom(seed, index);
  const label = random.below(classes.length);
  const skeleton = chooseSkeleton(skeletonsOf(classes[label]!), random);
  const hand = drawHand(random, classes[label] === "1" ? 0.3 : 0.28);
  centreBox(inkTrace(traceSkeleton(skeleton, hand, random), hand), pixels);
  return { pixels, label, form: skeleton.name };
}

function checkWhole(name: string, value: number, limit: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= limit) return;
  throw new ArgumentError({
    operation: "strokes",
    got: `${name} ${shown(value)}`,
    expected: `a whole number from 0 to ${limit}`,
  });
}

function checkClasses(classes: readonly (string | number)[]): readonly string[] {
  const names = Array.isArray(classes) ? classes.map(String) : [];
  const known: readonly string[] = digits;
  if (names.length > 0 && names.every((name) => known.includes(name))) return names;
  throw new ArgumentError({
    operation: "strokes",
    got: `classes ${Array.isArray(classes) ? `[${names.join(", ")}]` : shown(classes)}`,
    expected: "one or more of the digits 0 to 9",
  });
}

/**
 * Picture number `index` of the set that `seed` stands for, without drawing the others.
 * @throws ArgumentError if the seed or the index is no whole number, or a class no digit
 * @example
 * strokeDigit(42, 59_999).pixels.length; // 784
 */
export function strokeDigit(
  seed: number,
  index: number,
  classes: readonly (string | number)[] = digits,
): StrokeDigit {
  checkWhole("seed", seed, Number.MAX_SAFE_INTEGER);
  checkWhole("index", index, 2 ** 32 - 1);
  return draw(seed, index, checkClasses(classes), new Uint8Array(pixelCount));
}

/**
 * Draws a data set of handwritten digits from stroke skeletons, sized and centred as MNIST's are: the same
 * seed gives the same bytes in every engine, and the first pictures of a larger set are those of a smaller.
 * @throws ArgumentError if the count or the seed is no whole number, or a class no digit, and for options that there are not
 * @example
 * strokes({ count: 2, seed: 42, classes: [3, 7] }).source; // "strokes (seed 42)"
 */
export function strokes(options: StrokesOptions): DigitImages {
  checkSettings("strokes", options, { count: null, seed: null, classes: null });
  const { count, seed, classes = digits } = options;
  checkWhole("count", count, Math.floor(Number.MAX_SAFE_INTEGER / pixelCount));
  checkWhole("seed", seed, Number.MAX_SAFE_INTEGER);
  const names = checkClasses(classes);
  const images = new Uint8Array(count * pixelCount);
  const labels = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const pixels = images.subarray(index * pixelCount, (index + 1) * pixelCount);
    labels[index] = draw(seed, index, names, pixels).label;
  }
  return { images, labels, width: 28, height: 28, classes: names, source: `strokes (seed ${seed})` };
}
