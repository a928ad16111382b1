import { keepLargeBlobs } from "./prepare-digit-blobs.js";
import type { DrawnImage, InkPicture } from "./prepare-digit-ink.js";

/** Less than this between ink and paper is taken for no ink at all. */
const leastContrast = 16;
/** From this contrast on the levels are left as they are. */
const fullContrast = 224;

/** A pixel of the border. */
interface Sample {
  readonly x: number;
  readonly y: number;
  readonly level: number;
}

/** Luma (ITU-R BT.601) of the picture over white paper; a picture drawn in alpha alone becomes black on white. */
export function toGray({ width, height, channels, data }: DrawnImage): InkPicture {
  const gray = new Float32Array(width * height);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  let flat = alpha >= 0;
  for (let i = 0, at = 0; i < gray.length; i++, at += channels) {
    const level =
      channels < 3 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    const cover = alpha < 0 ? 1 : data[at + alpha]! / 255;
    gray[i] = level * cover + 255 * (1 - cover);
    flat &&= Math.abs(gray[i]! - gray[0]!) < 1;
  }
  if (flat) for (let i = 0; i < gray.length; i++) gray[i] = 255 - data[i * channels + alpha]!;
  return { width, height, data: gray };
}

function borderOf({ width, height, data }: InkPicture): Sample[] {
  const border: Sample[] = [];
  const take = (x: number, y: number) => border.push({ x, y, level: data[y * width + x]! });
  for (let x = 0; x < width; x++) {
    take(x, 0);
    if (height > 1) take(x, height - 1);
  }
  for (let y = 1; y < height - 1; y++) {
    take(0, y);
    if (width > 1) take(width - 1, y);
  }
  return border;
}

/** The value that a share of the values stays below. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** The plane a + b·x + c·y that fits the samples best (least squares), x and y from their means. */
function fitPlane(samples: readonly Sample[]): (x: number, y: number) => number {
  const mean = (value: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
  const middleX = mean(({ x }) => x);
  const middleY = mean(({ y }) => y);
  const middle = mean(({ level }) => level);
  const xx = mean(({ x }) => (x - middleX) ** 2);
  const yy = mean(({ y }) => (y - middleY) ** 2);
  const xy = mean(({ x, y }) => (x - middleX) * (y - middleY));
  const xLevel = mean(({ x, level }) => (x - middleX) * (level - middle));
  const yLevel = mean(({ y, level }) => (y - middleY) * (level - middle));
  const determinant = xx * yy - xy * xy;
  if (determinant < 1e-6) return () => middle;
  const alongX = (xLevel * yy - yLevel * xy) / determinant;
  const alongY = (yLevel * xx - xLevel * xy) / determinant;
  return (x, y) => middle + alongX * (x - middleX) + alongY * (y - middleY);
}

/** The paper's level at each place, as the border shows it (a plane where the light falls from a side), and its unrest. */
function findPaper(gray: InkPicture): { paper: (x: number, y: number) => number; noise: number } {
  const border = borderOf(gray);
  const median = quantile(
    border.map(({ level }) => level),
    0.5,
  );
  const spread = quantile(
    border.map(({ level }) => Math.abs(level - median)),
    0.5,
  );
  const clean = border.filter(({ level }) => Math.abs(level - median) <= Math.max(8, 3 * spread));
  const paper = spread > 2 ? fitPlane(clean) : () => median;
  const unrest = quantile(
    clean.map(({ x, y, level }) => Math.abs(level - paper(x, y))),
    0.95,
  );
  return { paper, noise: 1.5 * unrest };
}

/**
 * How far each pixel is from the paper, to the side (darker or lighter) that holds more ink. Levels within the paper's noise are
 * taken for paper; a faint drawing is stretched so that its ink is 255. `contrast` is the ink's level before
 * that, 0 where there is no ink.
 */
export function findInk(gray: InkPicture): { ink: InkPicture; contrast: number } {
  const { width, height } = gray;
  const { paper, noise } = findPaper(gray);
  const data = new Float32Array(width * height);
  let balance = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = gray.data[y * width + x]! - paper(x, y);
      if (Math.abs(away) <= Math.max(noise, 0.5)) continue;
      data[y * width + x] = away;
      balance += away * Math.abs(away);
    }
  }
  const side = Math.sign(balance);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, side * data[i]!);
  if (noise > 0.5) keepLargeBlobs({ width, height, data }, 0.01);
  const contrast = stretch(data);
  return { ink: { width, height, data }, contrast };
}

/** Stretches a faint drawing's levels in place; answers the ink's level before. */
function stretch(data: Float32Array): number {
  let darkest = 0;
  for (const level of data) darkest = Math.max(darkest, level);
  if (darkest < leastContrast) {
    data.fill(0);
    return 0;
  }
  if (darkest >= fullContrast) return darkest;
  const inked = Array.from(data.filter((level) => level > darkest / 3));
  const full = quantile(inked, 0.75);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, (data[i]! * 255) / full);
  return darkest;
}
