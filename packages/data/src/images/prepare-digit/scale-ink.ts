import { type InkPicture, inkPicture } from "./ink-picture.js";

/** What one new pixel takes from an axis: `shares[i]` of pixel `first + i`, summing to 1. */
interface Window {
  readonly first: number;
  readonly shares: readonly number[];
}

/** For each of `to` equal parts of an axis of `from` pixels: the pixels under it, one pixel's width at least. */
function windows(from: number, to: number): Window[] {
  const length = from / to;
  const reach = Math.max(1, length) / 2;
  return Array.from({ length: to }, (_, part) => {
    const start = Math.max(0, (part + 0.5) * length - reach);
    const end = Math.min(from, (part + 0.5) * length + reach);
    const first = Math.floor(start + 1e-9);
    const shares: number[] = [];
    for (let pixel = first; pixel < end - 1e-9; pixel++) {
      shares.push((Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start));
    }
    return { first, shares };
  });
}

/**
 * Scaled to a new size, each new pixel the mean of what lies under it. With `restore`, ink that has become
 * faint because its pen was thinner than a new pixel is made dark again.
 */
export function scaleInk(picture: InkPicture, columns: number, rows: number, restore = false): InkPicture {
  const narrow = inkPicture(columns, picture.height);
  windows(picture.width, columns).forEach(({ first, shares }, x) => {
    for (let y = 0; y < picture.height; y++) {
      let sum = 0;
      for (let i = 0; i < shares.length; i++)
        sum += shares[i]! * picture.data[y * picture.width + first + i]!;
      narrow.data[y * columns + x] = sum;
    }
  });
  const scaled = inkPicture(columns, rows);
  let darkest = 0;
  windows(picture.height, rows).forEach(({ first, shares }, y) => {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let i = 0; i < shares.length; i++) sum += shares[i]! * narrow.data[(first + i) * columns + x]!;
      scaled.data[y * columns + x] = sum;
      darkest = Math.max(darkest, sum);
    }
  });
  if (restore && darkest < 200)
    for (let i = 0; i < scaled.data.length; i++) scaled.data[i] = (scaled.data[i]! * 255) / darkest;
  return scaled;
}

/** The picture itself, or scaled so that its longer side has `side` pixels at most. */
export function shrinkTo(picture: InkPicture, side: number): InkPicture {
  const scale = side / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const columns = Math.max(1, Math.round(picture.width * scale));
  return scaleInk(picture, columns, Math.max(1, Math.round(picture.height * scale)));
}
