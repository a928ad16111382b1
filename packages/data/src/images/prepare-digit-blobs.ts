import type { InkPicture, Rectangle } from "./prepare-digit-ink.js";

/** A piece of ink: pixels that touch, also at their corners. */
export interface Blob extends Rectangle {
  /** The sum of its levels. */
  readonly mass: number;
  /** The place of one of its pixels in the picture's data. */
  readonly start: number;
}

/** Fills the piece that holds pixel `start`, marking its pixels as seen. */
function fillBlob(picture: InkPicture, threshold: number, start: number, seen: Uint8Array): [Blob, number[]] {
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
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const neighbour = row * width + column;
        if (seen[neighbour] || data[neighbour]! <= threshold) continue;
        seen[neighbour] = 1;
        pixels.push(neighbour);
      }
    }
  }
  return [{ left, top, right, bottom, mass, start }, pixels];
}

/** The pieces of ink above `threshold`, the heaviest first. */
export function findBlobs(picture: InkPicture, threshold: number): Blob[] {
  const seen = new Uint8Array(picture.data.length);
  const blobs: Blob[] = [];
  for (let pixel = 0; pixel < seen.length; pixel++) {
    if (seen[pixel] || picture.data[pixel]! <= threshold) continue;
    blobs.push(fillBlob(picture, threshold, pixel, seen)[0]);
  }
  return blobs.sort((a, b) => b.mass - a.mass);
}

/** Wipes, in place, the pieces that hold less than a share of the ink: a photograph's specks. */
export function keepLargeBlobs(picture: InkPicture, share: number): void {
  const blobs = findBlobs(picture, 0);
  const total = blobs.reduce((sum, { mass }) => sum + mass, 0);
  const seen = new Uint8Array(picture.data.length);
  for (const { mass, start } of blobs) {
    if (mass >= share * total) continue;
    for (const pixel of fillBlob(picture, 0, start, seen)[1]) picture.data[pixel] = 0;
  }
}
