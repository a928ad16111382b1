import { checkSettings } from "../check-settings.js";
import { FieldPictures, type Preparation, side } from "./bring-to-field.js";
import type { Picture } from "./png/decode-png.js";
import { type PrepareDigitOptions, type PreparedDigit, prepareDigit } from "./prepare-digit/prepare-digit.js";

/**
 * Brings a picture to 28×28 in gray as those were that a network learned from.
 * @throws ArgumentError where the data does not fit the size, for a preparation that there is not, and for such options.
 * @example
 * const picture = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) } as const;
 * preparePicture(picture, "resize").pixels.length; // 784
 */
export function preparePicture(
  picture: Picture,
  preparation: Preparation,
  options: PrepareDigitOptions = {},
): PreparedDigit {
  checkSettings(
    "preparePicture",
    { preparation, ...options },
    { preparation: ["digit", "resize"], deskew: [true, false], steps: [true, false] },
  );
  if (preparation === "digit") return prepareDigit(picture, options);
  const { data: pixels } = new FieldPictures("resize").bring(picture);
  const steps = options.steps ? [{ name: "resize", width: side, height: side, pixels } as const] : [];
  return { pixels, steps, warnings: [] };
}

/**
 * How the pictures of a data set were prepared, and others are to be: drawn characters, which have names of one letter,
 * as digits are, others scaled.
 */
export function preparationFor(classes: readonly string[], asked?: Preparation): Preparation {
  return asked ?? (classes.every((name) => name.length === 1) ? "digit" : "resize");
}
