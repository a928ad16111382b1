import { type FoundInk, leastContrast, noInk } from "./found-ink.js";
import type { InkPicture } from "./ink-picture.js";
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

// The loops over all pixels below are functions of their own without branches: what an engine has made fast of the paper at
// the picture's top is still right when it meets ink.

/** Puts a plane's distances from its paper where they are farther than those of other planes; answers the farthest. */
function takeFarther(away: Float32Array, data: Float32Array, paper: number): number {
  let farthest = 0;
  for (let pixel = 0; pixel < away.length; pixel++) {
    const [distance, other] = [data[pixel]! - paper, away[pixel]!];
    away[pixel] = Math.abs(distance) > Math.abs(other) ? distance : other;
    farthest = Math.max(farthest, Math.abs(distance));
  }
  return farthest;
}

/** How far each pixel is from paper of the border's level, darker below 0, in the plane where it is farthest. */
function awayFromBorder(planes: readonly InkPicture[], border: readonly number[]) {
  const away = new Float32Array(planes[0]!.data.length);
  const each = planes.map(({ data }) => takeFarther(away, data, paperLevel(data, border)));
  return { away, farthest: Math.fround(Math.max(...each)) };
}

/** The sum of the squared distances beyond the noise, those towards darker levels below 0. */
function balanceOf(away: Float32Array, noise: number): number {
  let balance = 0;
  for (let pixel = 0; pixel < away.length; pixel++) {
    const level = away[pixel]!;
    balance += (Math.abs(level) > noise ? level : 0) * Math.abs(level);
  }
  return balance;
}

/** Leaves the distances to one side that are beyond the noise, as they are above 0; answers the largest. */
function keepSide(away: Float32Array, noise: number, side: number): number {
  let darkest = 0;
  for (let pixel = 0; pixel < away.length; pixel++) {
    const level = side * away[pixel]!;
    away[pixel] = level > noise ? level : 0;
    darkest = Math.max(darkest, level);
  }
  return darkest > noise ? darkest : 0;
}

/**
 * How far each pixel is from the paper, to the side (darker or lighter) that holds more ink. Paper is what the border
 * shows where that is of one level, else what lies around each place; levels within its noise are paper too. A faint
 * drawing is stretched so that its ink is 255.
 */
export function findInk(planes: readonly InkPicture[]): FoundInk {
  const { width, height } = planes[0]!;
  const border = borderOf(planes[0]!);
  const { away, farthest } = awayFromBorder(planes, border);
  if (farthest < leastContrast) return noInk("nothing", width, height);
  const onBorder = border.map((pixel) => Math.abs(away[pixel]!));
  const isBetween = (level: number) => level > paperShare * farthest && level < inkShare * farthest;
  if (onBorder.filter(isBetween).length > mostBetween * border.length) return findInkOnUnevenPaper(planes);
  const paper = onBorder.filter((level) => level <= paperShare * farthest);
  const noise = paper.length > 0 ? Math.max(0.5, 1.5 * quantile(paper, 0.95)) : 0.5;
  const darkest = keepSide(away, noise, Math.sign(balanceOf(away, noise)));
  if (darkest < leastContrast) return noInk("noise", width, height);
  stretch(away, darkest);
  return { kind: "ink", ink: { width, height, data: away }, contrast: darkest };
}

/** Stretches a faint drawing's levels in place. */
function stretch(data: Float32Array, darkest: number): void {
  if (darkest >= fullContrast) return;
  const full = quantile(
    data.filter((level) => level > darkest / 3),
    0.75,
  );
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, (data[i]! * 255) / full);
}
