import { ArgumentError } from "@mnist/tensor";
import { checkSettings } from "../../check-settings.js";
import { digitWarnings } from "./doubts.js";
import { boxSide, centreInField, cropInk, deskewInk, fieldSide, placedAlready } from "./field.js";
import { type DrawnImage, type InkPicture, toBytes } from "./ink-picture.js";
import { findInk } from "./paper.js";
import { wipePaperLines } from "./paper-lines.js";
import { colourPlanes, toGray } from "./planes.js";
import { withoutRim } from "./rim.js";
import { scaleInk, shrinkTo } from "./scale-ink.js";
import { wipeStrayInk } from "./stray-ink.js";

export interface PrepareDigitOptions {
  /** Whether to set a slanted digit upright, by shearing it. MNIST's makers did not. @default false */
  readonly deskew?: boolean;
  /** Whether to keep each step's picture. @default false */
  readonly steps?: boolean;
}

/** What one step left, as bytes of ink: 0 is paper, 255 is ink; `gray` alone is as light as the picture is. */
export interface PreparedStep {
  readonly name: "gray" | "ink" | "clean" | "crop" | "deskew" | "box" | "centre" | "resize";
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export interface PreparedDigit {
  /** 28×28 bytes as MNIST has them: 0 is paper, 255 is ink. */
  readonly pixels: Uint8Array;
  /** The pictures in between, in order; empty unless they were asked for. */
  readonly steps: readonly PreparedStep[];
  /** What makes a reading doubtful, a sentence each. */
  readonly warnings: readonly string[];
}

/** Larger pictures are looked at in this size. */
const largestSide = 640;

/** What is said of a picture in which no ink was found. */
const withoutInk = {
  nothing: "the picture is empty",
  noise: "no digit can be told from the paper: take a darker pen, and even light",
} as const;

function checkImage({ width, height, channels, data }: DrawnImage): void {
  const whole = [width, height, channels].every((size) => Number.isInteger(size) && size > 0);
  if (whole && channels <= 4 && data.length === width * height * channels) return;
  throw new ArgumentError({
    operation: "prepareDigit",
    got: `${data.length} bytes for ${width}×${height} pixels of ${channels}`,
    expected: "width × height × channels bytes, at least one pixel, 1 to 4 channels",
  });
}

function wipeWhatIsNoDigit(ink: InkPicture): InkPicture {
  const unlined = wipePaperLines(wipeStrayInk(ink));
  return unlined === ink ? ink : wipeStrayInk(unlined);
}

/** Crops, scales to the box and centres, telling each step. */
function frameInk(
  ink: InkPicture,
  deskew: boolean,
  tell: (name: PreparedStep["name"], step: InkPicture) => void,
) {
  let crop = cropInk(ink);
  tell("crop", crop);
  if (deskew) {
    crop = deskewInk(crop);
    tell("deskew", crop);
  }
  const scale = boxSide / Math.max(crop.width, crop.height);
  const columns = Math.max(1, Math.round(crop.width * scale));
  const rows = Math.max(1, Math.round(crop.height * scale));
  const boxed = scaleInk(crop, columns, rows, true);
  tell("box", boxed);
  return centreInField(boxed);
}

/**
 * Makes a drawing look as MNIST's pictures do: alpha over white, gray, ink told from paper by the border, cut
 * out, scaled into a 20×20 box with the mean of the pixels under each new one, and laid into 28×28 by whole
 * pixels with its centre of mass in the middle. A picture that has its digit there already, in whatever
 * size, is only scaled, so that MNIST's own pictures come through unchanged.
 * @throws ArgumentError where the data does not fit the size, and for options that there are not.
 * @source http://yann.lecun.com/exdb/mnist, on how the pictures were normalised
 * @example const { pixels, warnings } = prepareDigit(decodePng(bytes));
 */
export function prepareDigit(image: DrawnImage, options: PrepareDigitOptions = {}): PreparedDigit {
  checkImage(image);
  checkSettings("prepareDigit", options, { deskew: [true, false], steps: [true, false] });
  const steps: PreparedStep[] = [];
  const tell = (name: PreparedStep["name"], step: InkPicture): void => {
    if (options.steps) steps.push({ name, width: step.width, height: step.height, pixels: toBytes(step) });
  };
  const gray = toGray(image);
  tell("gray", gray);
  const planes = colourPlanes(image, gray).map((plane) => shrinkTo(plane, largestSide));
  const { kind, ink, contrast } = findInk(withoutRim(shrinkTo(gray, largestSide), planes));
  tell("ink", ink);
  if (kind !== "ink")
    return { pixels: new Uint8Array(fieldSide * fieldSide), steps, warnings: [withoutInk[kind]] };
  const asItIs = options.deskew ? null : placedAlready(ink);
  const clean = asItIs ? ink : wipeWhatIsNoDigit(ink);
  if (clean !== ink) tell("clean", clean);
  const whole = asItIs ?? (options.deskew || clean === ink ? null : placedAlready(clean));
  const centred = whole ?? frameInk(clean, options.deskew ?? false, tell);
  tell("centre", centred);
  return { pixels: toBytes(centred), steps, warnings: digitWarnings(clean, centred, contrast) };
}
