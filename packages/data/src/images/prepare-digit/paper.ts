import { type FoundInk, leastContrast } from "./found-ink.js";
import { type InkPicture, inkPicture } from "./ink-picture.js";
import { quantile } from "./quantile.js";
import { commonLevel, sameColour } from "./rim.js";
import { findInkOnUnevenPaper } from "./uneven-paper.js";

/** From this contrast on the levels are left as they are. */
const fullContrast = 224;
/** Levels of the border between these shares of the ink's are neither paper nor ink; */
const [paperShare, inkShare] = [0.04, 0.6];
/** with more of the border like that, the paper is uneven. */
const mostBetween = 0.08;

/** The places of the border's pixels in the picture's data. */
function borderOf({ width, height }: InkPicture): number[] {
  const border: number[] = [];
  for (let x = 0; x < width; x++) {
    border.push(x);
    if (height > 1) border.push((height - 1) * width + x);
  }
  for (let y = 1; y < height - 1; y++) {
    border.push(y * width);
    if (width > 1) border.push((y + 1) * width - 1);
  }
  return border;
}

/** The level of the border's middle; where lines reach a good part of it, the one that the picture has most. */
function paperLevel(data: Float32Array, border: readonly number[]): number {
  const levels = border.map((pixel) => data[pixel]!);
  const [middle, common] = [quantile(levels, 0.5), commonLevel(data)];
  const near = (level: number) =>
    levels.filter((each) => Math.abs(each - level) <= sameColour).length / levels.length;
  if (Math.abs(middle - common) <= sameColour || near(middle) > 0.65 || near(common) < 0.25) return middle;
  return quantile(
    data.filter((level) => Math.abs(level - common) <= sameColour),
    0.5,
  );
}

/** How far each pixel is from paper of the border's level, darker below 0, in the plane where it is farthest. */
function awayFromBorder(planes: readonly InkPicture[], border: readonly number[]): Float32Array {
  const away = new Float32Array(planes[0]!.data.length);
  for (const { data } of planes) {
    const paper = paperLevel(data, border);
    for (let pixel = 0; pixel < away.length; pixel++) {
      const distance = data[pixel]! - paper;
      if (Math.abs(distance) > Math.abs(away[pixel]!)) away[pixel] = distance;
    }
  }
  return away;
}

/**
 * How far each pixel is from the paper, to the side (darker or lighter) that holds more ink. Paper is what the border
 * shows where that is of one level, else what lies around each place; levels within its noise are paper too. A faint
 * drawing is stretched so that its ink is 255.
 */
export function findInk(planes: readonly InkPicture[]): FoundInk {
  const { width, height } = planes[0]!;
  const border = borderOf(planes[0]!);
  const away = awayFromBorder(planes, border);
  let farthest = 0;
  for (let pixel = 0; pixel < away.length; pixel++) farthest = Math.max(farthest, Math.abs(away[pixel]!));
  if (farthest < leastContrast) return { ink: inkPicture(width, height), contrast: 0 };
  const onBorder = border.map((pixel) => Math.abs(away[pixel]!));
  const isBetween = (level: number) => level > paperShare * farthest && level < inkShare * farthest;
  if (onBorder.filter(isBetween).length > mostBetween * border.length) return findInkOnUnevenPaper(planes);
  const paper = onBorder.filter((level) => level <= paperShare * farthest);
  const noise = paper.length > 0 ? Math.max(0.5, 1.5 * quantile(paper, 0.95)) : 0.5;
  let balance = 0;
  for (let pixel = 0; pixel < away.length; pixel++) {
    const level = away[pixel]!;
    if (Math.abs(level) <= noise) away[pixel] = 0;
    else balance += level * Math.abs(level);
  }
  const side = Math.sign(balance);
  for (let pixel = 0; pixel < away.length; pixel++) away[pixel] = Math.max(0, side * away[pixel]!);
  return { ink: { width, height, data: away }, contrast: stretch(away) };
}

/** Stretches a faint drawing's levels in place; answers the ink's level before. */
function stretch(data: Float32Array): number {
  let darkest = 0;
  for (let i = 0; i < data.length; i++) darkest = Math.max(darkest, data[i]!);
  if (darkest < leastContrast) {
    data.fill(0);
    return 0;
  }
  if (darkest >= fullContrast) return darkest;
  const full = quantile(
    data.filter((level) => level > darkest / 3),
    0.75,
  );
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, (data[i]! * 255) / full);
  return darkest;
}
