import { ArgumentError } from "@mnist/tensor";
import type { ReadReport } from "../sources/passed-over.js";
import type { Preparation } from "./bring-to-field.js";

/** Pictures of 28×28 gray bytes, each with its class. */
export interface DigitImages {
  /** `labels.length × 784` bytes: 0 is paper, 255 ink. */
  readonly images: Uint8Array;
  /** For each picture its index in `classes`. */
  readonly labels: Uint8Array;
  readonly width: 28;
  readonly height: 28;
  readonly classes: readonly string[];
  /** Where they come from, in words: `mnist (IDX files in /data)`. */
  readonly source: string;
}

/** A data set's two parts. */
export interface DigitSplits {
  readonly train: DigitImages;
  readonly valid: DigitImages;
  /** How the pictures were brought to 28×28, where they had to be. */
  readonly preparation?: Preparation;
  /** What reading passed over and changed, where files were read. */
  readonly report?: ReadReport;
}

/** `class`: class by class, each in the file's order, as a folder of folders lists them; `file`: as the file has them. */
export type ImageOrder = "class" | "file";

/** The ten digits' names. */
export const digitClasses: readonly string[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The pictures' positions, sorted by label, equal labels in their order. */
function classOrder(labels: Uint8Array): Uint32Array {
  const starts = new Uint32Array(257);
  for (const label of labels) starts[label + 1]!++;
  for (let label = 0; label < 256; label++) starts[label + 1]! += starts[label]!;
  const order = new Uint32Array(labels.length);
  labels.forEach((label, index) => {
    order[starts[label]!++] = index;
  });
  return order;
}

/** The same pictures class by class, each class in the order it had. */
export function sortByClass(digits: DigitImages): DigitImages {
  return selectImages(digits, classOrder(digits.labels));
}

/**
 * The pictures at the given positions, in that order.
 * @example selectImages(strokes({ count: 3, seed: 1 }), Uint32Array.of(2, 0)).labels.length; // 2
 */
export function selectImages(digits: DigitImages, positions: Uint32Array): DigitImages {
  const size = digits.width * digits.height;
  const images = new Uint8Array(positions.length * size);
  const labels = new Uint8Array(positions.length);
  positions.forEach((from, to) => {
    images.set(digits.images.subarray(from * size, (from + 1) * size), to * size);
    labels[to] = digits.labels[from]!;
  });
  return { ...digits, images, labels };
}

/**
 * Only the pictures of the given classes, labelled by their place in that list; the set itself where it has these.
 * @throws ArgumentError on a class that the set doesn't have.
 * @example const threesAndSevens = onlyClasses(train, ["3", "7"]);
 */
export function onlyClasses(digits: DigitImages, classes: readonly string[]): DigitImages {
  if (classes.length === digits.classes.length && classes.every((name, i) => name === digits.classes[i]))
    return digits;
  const newLabel = new Int16Array(256).fill(-1);
  classes.forEach((name, index) => {
    const label = digits.classes.indexOf(name);
    if (label < 0) {
      const expected = `one of ${digits.classes.join(", ")}`;
      throw new ArgumentError({ operation: "onlyClasses", got: JSON.stringify(name), expected });
    }
    newLabel[label] = index;
  });
  const positions = Uint32Array.from(digits.labels.keys()).filter(
    (index) => newLabel[digits.labels[index]!]! >= 0,
  );
  const chosen = selectImages(digits, positions);
  return { ...chosen, labels: chosen.labels.map((label) => newLabel[label]!), classes: [...classes] };
}
