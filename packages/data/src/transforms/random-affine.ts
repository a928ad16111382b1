import { checkOptions, shown } from "@mnist/tensor/internal";
import type { SampleRandom } from "../sample-random.js";
import type { FloatPicture } from "./float-picture.js";
import { check, checkLevel, checkRange, isWithin, type Range } from "./refusal.js";
import { newPlaces, warpPicture } from "./warp-picture.js";

export interface RandomAffine {
  readonly kind: "randomAffine";
  readonly degrees: Range;
  readonly translate: readonly [horizontal: number, vertical: number];
  readonly scale: Range;
  readonly shear: Range | Shears;
  readonly fill: number;
}

/** The range of angles by which rows are sheared, then that for columns. */
type Shears = readonly [lowX: number, highX: number, lowY: number, highY: number];

export interface RandomAffineOptions {
  /** Angles in degrees, clockwise; one number d stands for −d..d. @default 0 */
  readonly degrees?: number | Range;
  /** The farthest shifts, as shares of width and height, 0..1. @default [0, 0] */
  readonly translate?: readonly [horizontal: number, vertical: number];
  /** Factors of the size, above 0. @default [1, 1] */
  readonly scale?: Range;
  /**
   * Angles in degrees by which rows are sheared, the lower ones leftwards; one number s stands for −s..s, and four also
   * shear columns, the right ones upwards. @default 0
   */
  readonly shear?: number | Range | Shears;
  /** The level of what comes in from outside. @default 0 */
  readonly fill?: number;
}

const both = <Ends extends Range | Shears>(value: number | Ends): Range | Ends =>
  typeof value === "number" ? [-value, value] : value;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * Turns, shears, scales and shifts each picture by amounts of its own, about its middle; levels between pixels by
 * straight lines.
 *
 * @throws ArgumentError for a range that is none, shares outside 0..1, or a `fill` that is no finite number.
 * @source torchvision.transforms.RandomAffine, bilinear
 * @example
 * const images = new ImageDataset(strokes({ count: 100, seed: 42 }));
 * const turned = randomAffine({ degrees: 10, translate: [0.1, 0.1], scale: [0.9, 1.1] });
 * new TransformedDataset(images, [turned]).length; // 100
 */
export function randomAffine(options: RandomAffineOptions = {}): RandomAffine {
  checkOptions("randomAffine", options, {
    degrees: null,
    translate: null,
    scale: null,
    shear: null,
    fill: null,
  });
  const { degrees = 0, translate = [0, 0], scale = [1, 1], shear = 0, fill = 0 } = options;
  const transform = { degrees: both(degrees), translate, scale, shear: both(shear), fill };
  checkRange("randomAffine", "degrees", transform.degrees);
  checkShear(transform.shear);
  checkRange("randomAffine", "scale", scale);
  check(scale[0] > 0, "randomAffine", `scale ${scale[0]}`, "factors above 0");
  checkTranslate(translate);
  checkLevel("randomAffine", "fill", fill);
  return { kind: "randomAffine", ...transform };
}

function checkShear(shear: unknown): void {
  const columnsToo = Array.isArray(shear) && shear.length === 4;
  checkRange("randomAffine", columnsToo ? "shear of rows" : "shear", columnsToo ? shear.slice(0, 2) : shear);
  if (columnsToo) checkRange("randomAffine", "shear of columns", shear.slice(2));
}

function checkTranslate(translate: unknown): void {
  const shares: unknown[] = Array.isArray(translate) ? translate : [];
  const valid = shares.length === 2 && shares.every((share) => isWithin(share, 0, 1));
  const hint = typeof translate === "number" ? `Try translate: [${translate}, ${translate}].` : undefined;
  const expected = "two shares 0..1, of the width and of the height";
  check(valid, "randomAffine", `translate ${shown(translate)}`, expected, hint);
}

/** The picture under one affine map that `random` draws. */
export function applyRandomAffine(
  { degrees, translate, scale, shear, fill }: RandomAffine,
  picture: FloatPicture,
  random: SampleRandom,
): FloatPicture {
  const { width, height } = picture;
  const angle = radians(random.between(...degrees));
  const shiftX = Math.round(random.between(-1, 1) * translate[0] * width);
  const shiftY = Math.round(random.between(-1, 1) * translate[1] * height);
  const factor = random.between(...scale);
  const [lowX, highX, lowY, highY] = shear;
  const slant = Math.tan(radians(random.between(lowX, highX)));
  // Drawn only where it is asked for, so that the numbers after it stay.
  const shearY = lowY === undefined ? 0 : radians(random.between(lowY, highY!));
  // out = shift + factor · [[a, b], [c, d]] · in: turned after both shears, of determinant 1, and so undone by
  // [[d, −b], [−c, a]] / factor.
  const a = Math.cos(angle - shearY) / Math.cos(shearY);
  const b = -a * slant - Math.sin(angle);
  const c = Math.sin(angle - shearY) / Math.cos(shearY);
  const d = -c * slant + Math.cos(angle);
  const [fromX, fromY] = [
    [d / factor, -b / factor],
    [-c / factor, a / factor],
  ] as const;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const places = newPlaces(picture);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [awayX, awayY] = [x - middleX - shiftX, y - middleY - shiftY];
      places.x[y * width + x] = middleX + fromX[0] * awayX + fromX[1] * awayY;
      places.y[y * width + x] = middleY + fromY[0] * awayX + fromY[1] * awayY;
    }
  }
  return warpPicture(picture, places, fill);
}
