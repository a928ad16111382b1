import { cutOut, type InkPicture, type Rectangle } from "./ink-picture.js";
import { quantile } from "./quantile.js";

/** Levels that differ by less are of one colour. */
export const sameColour = 40;
/** A frame along the picture's border is no wider than this share of it. */
const widestRim = 0.2;

/** Counts levels by eights, until more than half of all are of one kind. */
function countLevels(data: Float32Array, counts: Uint32Array): void {
  for (let i = 0, most = 0; i < data.length && 2 * most <= data.length; i++) {
    const kind = Math.min(31, Math.max(0, data[i]!) >> 3);
    counts[kind]!++;
    most = Math.max(most, counts[kind]!);
  }
}

/** The middle of the levels that occur most. */
export function commonLevel(data: Float32Array): number {
  const counts = new Uint32Array(32);
  countLevels(data, counts);
  return 8 * counts.indexOf(Math.max(...counts)) + 4;
}

/** The four sides of a rectangle of pixels, each as its levels. */
function sidesOf({ width, data }: InkPicture, { left, top, right, bottom }: Rectangle) {
  const row = (y: number) => data.subarray(y * width + left, y * width + right + 1);
  const column = (x: number) =>
    Float32Array.from({ length: bottom - top + 1 }, (_, y) => data[(top + y) * width + x]!);
  return { left: column(left), top: row(top), right: column(right), bottom: row(bottom) };
}

/** What a frame along the picture's border encloses: the whole picture where it has none. */
function withinRim(gray: InkPicture): Rectangle {
  const whole = { left: 0, top: 0, right: gray.width - 1, bottom: gray.height - 1 };
  const paper = commonLevel(gray.data);
  const isRim = (levels: Float32Array) => Math.abs(quantile(levels, 0.5) - paper) > sameColour;
  if (!Object.values(sidesOf(gray, whole)).every(isRim)) return whole;
  const inner = { ...whole };
  const most = Math.floor(widestRim * Math.min(gray.width, gray.height));
  for (let step = 0; step < most; step++) {
    const sides = sidesOf(gray, inner);
    const [left, top, right, bottom] = [sides.left, sides.top, sides.right, sides.bottom].map(isRim);
    if (!(left || top || right || bottom)) return inner;
    inner.left += Number(left);
    inner.top += Number(top);
    inner.right -= Number(right);
    inner.bottom -= Number(bottom);
  }
  return whole;
}

/** The planes without a frame along their border. */
export function withoutRim(gray: InkPicture, planes: readonly InkPicture[]): readonly InkPicture[] {
  const inner = withinRim(gray);
  const isWhole = inner.right - inner.left + 1 === gray.width && inner.bottom - inner.top + 1 === gray.height;
  return isWhole ? planes : planes.map((plane) => cutOut(plane, inner));
}
