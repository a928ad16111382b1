import { type FoundInk, leastContrast, noInk } from "./found-ink.js";
import { type InkPicture, inkPicture, transpose } from "./ink-picture.js";
import { findPieces } from "./pieces.js";
import { quantile } from "./quantile.js";
import { shrinkTo } from "./scale-ink.js";

/** The longer side at which a photograph is looked at: enough for thin pens, and its noise is averaged. */
const workingSide = 320;
/** That at which dark is told from light. */
const coarseSide = 40;
/** Strokes are narrower than this share of the longer side; shadows are wider. */
const widestStroke = 0.22;
/** Unrest is this many times below what is taken for ink. */
const beyondNoise = 5;
/** A stroke has this level somewhere, of 255. */
const darkSomewhere = 140;
/** Less of a picture than this is no drawing. */
const leastInk = 0.0004;

/** Each pixel the extreme of those in a window of 2·reach + 1 along the rows; `sign` 1 for the lightest, −1 the darkest. */
function extremeAlongRows({ width, height, data }: InkPicture, reach: number, sign: 1 | -1): InkPicture {
  const result = inkPicture(width, height);
  const queue = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let [head, tail] = [0, 0];
    for (let x = 0, next = 0; x < width; x++) {
      for (; next < width && next <= x + reach; next++) {
        while (tail > head && sign * data[row + queue[tail - 1]!]! <= sign * data[row + next]!) tail--;
        queue[tail++] = next;
      }
      while (queue[head]! < x - reach) head++;
      result.data[row + x] = data[row + queue[head]!]!;
    }
  }
  return result;
}

function extreme(picture: InkPicture, reach: number, sign: 1 | -1): InkPicture {
  return transpose(extremeAlongRows(transpose(extremeAlongRows(picture, reach, sign)), reach, sign));
}

/** Each pixel the mean of 3×3, the middle weighing most: (1, 2, 1) along each axis. */
function soften(picture: InkPicture): InkPicture {
  const alongRows = ({ width, height, data }: InkPicture): InkPicture => {
    const result = inkPicture(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const [before, after] = [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at];
        result.data[at] = (data[before]! + 2 * data[at]! + data[after]!) / 4;
      }
    }
    return result;
  };
  return transpose(alongRows(transpose(alongRows(picture))));
}

/** 1 where the ink is lighter than the paper around it, −1 where it is darker: what is rare stands out from the median. */
function sideOfInk(planes: readonly InkPicture[]): 1 | -1 {
  let balance = 0;
  for (const plane of planes) {
    const { width, height, data } = shrinkTo(plane, coarseSide);
    const reach = Math.max(2, Math.round(Math.max(width, height) / 7));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const around: number[] = [];
        for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++)
          for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++)
            around.push(data[row * width + column]!);
        const away = data[y * width + x]! - quantile(around, 0.5);
        balance += away * Math.abs(away);
      }
    }
  }
  return balance > 0 ? 1 : -1;
}

/**
 * How far each pixel is from the paper around it: from the picture with all that is narrower than a stroke may be filled
 * in (a closing for dark ink, an opening for light), which keeps shadows and slanting light.
 */
function awayFromSurroundings(planes: readonly InkPicture[], side: 1 | -1): Float32Array {
  const { width, height } = planes[0]!;
  const reach = Math.max(2, Math.round((Math.max(width, height) * widestStroke) / 2));
  const away = new Float32Array(width * height);
  for (const plane of planes) {
    const calm = soften(plane);
    const otherSide = side === 1 ? -1 : 1;
    const paper = extreme(extreme(calm, reach, otherSide), reach, side);
    for (let i = 0; i < away.length; i++)
      away[i] = Math.max(away[i]!, side * (calm.data[i]! - paper.data[i]!));
  }
  return away;
}

/** Finds ink in a photograph: on paper with a shadow, slanting light or noise. */
export function findInkOnUnevenPaper(planes: readonly InkPicture[]): FoundInk {
  const small = planes.map((plane) => shrinkTo(plane, workingSide));
  const { width, height } = small[0]!;
  const away = awayFromSurroundings(small, sideOfInk(small));
  const rest = quantile(away, 0.5);
  const below = away.filter((level) => level <= rest).map((level) => rest - level);
  const unrest = 1.4826 * quantile(below, 0.5);
  const least = rest + Math.max(leastContrast, beyondNoise * unrest);
  const inked = away.filter((level) => level > least);
  if (inked.length < leastInk * away.length)
    return noInk(beyondNoise * unrest > leastContrast ? "noise" : "nothing", width, height);
  const full = quantile(inked, 0.85);
  const contrast = full - rest;
  const from = rest + Math.max(0.15 * contrast, 3.5 * unrest);
  const to = Math.max(from + 1, rest + 0.95 * contrast);
  const data = away.map((level) => Math.min(255, Math.max(0, (255 * (level - from)) / (to - from))));
  return { kind: "ink", ink: withoutFaintPieces({ width, height, data }), contrast };
}

/** Only the pieces that are dark somewhere: what is faint all over is light and shade. */
function withoutFaintPieces(ink: InkPicture): InkPicture {
  const pieces = findPieces(ink, 0);
  for (const { pixels } of pieces)
    if (pixels.every((pixel) => ink.data[pixel]! < darkSomewhere))
      for (const pixel of pixels) ink.data[pixel] = 0;
  return ink;
}
