import { checkSettings } from "../check-settings.js";
import type { Preparation } from "../images/bring-to-field.js";
import type { DigitImages, ImageOrder } from "../images/digit-images.js";

/** How the pictures of a data set are to be called, ordered, divided and brought to 28×28. */
export interface DigitOptions {
  /** In words, for {@link DigitImages.source}. */
  readonly source: string;
  /** @default "file" for IDX files, tables and arrays; folders are read class by class */
  readonly order?: ImageOrder;
  /** The classes' names by their labels, where the files don't say them. @default the digits, or the labels' numbers */
  readonly classes?: readonly string[];
  /** The share of each class to check with, 0..1; refused where the files have such a part. @default 0.2 */
  readonly validShare?: number;
  /** Draws that share. @default 42 */
  readonly seed?: number;
  /**
   * What is done to a picture of another size or in colour: `resize` scales it and takes its gray; `digit` finds the
   * digit that was drawn on it, as {@link prepareDigit} does. @default "resize"
   */
  readonly prepare?: Preparation;
}

/** @throws ArgumentError for options that there are not. */
export function checkDigitOptions(operation: string, options: Omit<DigitOptions, "source">): void {
  checkSettings<DigitOptions>(operation, options as DigitOptions, {
    source: "text",
    order: ["file", "class"],
    classes: "list",
    validShare: "number",
    seed: "number",
    prepare: ["resize", "digit"],
  });
}

/** The parts of a data set as its files have them: without one to check with, a share will be held back. */
export interface SplitParts {
  readonly train: DigitImages;
  readonly valid: DigitImages | null;
}
