import { type InkPicture, inkPicture, type Rectangle } from "./ink-picture.js";

/** A piece of ink: pixels that touch, also at their corners. */
export interface Piece extends Rectangle {
  /** The sum of its levels. */
  readonly mass: number;
  /** The places of its pixels in the picture's data. */
  readonly pixels: readonly number[];
}

/** Walks over the piece that holds pixel `start`, marking its pixels as seen. */
function walk(picture: InkPicture, threshold: number, start: number, seen: Uint8Array): Piece {
  const { width, height, data } = picture;
  const pixels = [start];
  seen[start] = 1;
  let [left, top, right, bottom, mass] = [width, height, 0, 0, 0];
  for (let next = 0; next < pixels.length; next++) {
    const pixel = pixels[next]!;
    const x = pixel % width;
    const y = (pixel - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    mass += data[pixel]!;
    const [before, after] = [x > 0 ? 1 : 0, x < width - 1 ? 1 : 0];
    const last = y < height - 1 ? pixel + width : pixel;
    for (let middle = y > 0 ? pixel - width : pixel; middle <= last; middle += width) {
      for (let neighbour = middle - before; neighbour <= middle + after; neighbour++) {
        if (seen[neighbour] !== 0 || data[neighbour]! <= threshold) continue;
        seen[neighbour] = 1;
        pixels.push(neighbour);
      }
    }
  }
  return { left, top, right, bottom, mass, pixels };
}

/** The first pixel from one on that is above `threshold` and not seen yet; the number of pixels where there is none. */
function nextInk(data: Float32Array, threshold: number, from: number, seen: Uint8Array): number {
  let pixel = from;
  while (pixel < seen.length && (seen[pixel] !== 0 || data[pixel]! <= threshold)) pixel++;
  return pixel;
}

/** The pieces of ink above `threshold`, the heaviest first. */
export function findPieces(picture: InkPicture, threshold: number): Piece[] {
  const seen = new Uint8Array(picture.data.length);
  const pieces: Piece[] = [];
  for (let pixel = nextInk(picture.data, threshold, 0, seen); pixel < seen.length; ) {
    pieces.push(walk(picture, threshold, pixel, seen));
    pixel = nextInk(picture.data, threshold, pixel, seen);
  }
  return pieces.sort((a, b) => b.mass - a.mass);
}

/** The least rectangle around all of them. */
export function boundsOf(pieces: readonly Rectangle[]): Rectangle {
  return {
    left: Math.min(...pieces.map(({ left }) => left)),
    top: Math.min(...pieces.map(({ top }) => top)),
    right: Math.max(...pieces.map(({ right }) => right)),
    bottom: Math.max(...pieces.map(({ bottom }) => bottom)),
  };
}

/** The longer side, in pixels. */
export function sideOf({ left, top, right, bottom }: Rectangle): number {
  return 1 + Math.max(right - left, bottom - top);
}

/** How many pixels of paper are between two rectangles, along the axis on which they are farther apart. */
export function gapBetween(a: Rectangle, b: Rectangle): number {
  return Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom) - 1;
}

/** How far a wiped piece's soft edge reaches beyond what is counted as ink. */
const edge = 1;
/** Faint ink so many pixels from what is kept belongs to it. */
const nearby = 2;

/** Only these pieces, and what faint ink is about them; others are wiped. */
export function keepPieces(
  picture: InkPicture,
  kept: readonly Piece[],
  others: readonly Piece[],
): InkPicture {
  const { width, height, data } = picture;
  const clean = inkPicture(width, height);
  const within = ({ left, top, right, bottom }: Rectangle, reach: number, visit: (pixel: number) => void) => {
    for (let y = Math.max(0, top - reach); y <= Math.min(height - 1, bottom + reach); y++)
      for (let x = Math.max(0, left - reach); x <= Math.min(width - 1, right + reach); x++)
        visit(y * width + x);
  };
  for (const piece of kept) {
    within(piece, nearby, (pixel) => {
      clean.data[pixel] = data[pixel]!;
    });
  }
  for (const { pixels } of others) {
    for (const pixel of pixels) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      within({ left: x, top: y, right: x, bottom: y }, edge, (near) => {
        clean.data[near] = 0;
      });
    }
  }
  for (const { pixels } of kept) for (const pixel of pixels) clean.data[pixel] = data[pixel]!;
  return clean;
}
