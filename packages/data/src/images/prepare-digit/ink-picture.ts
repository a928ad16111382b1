/** A decoded picture: 1 gray, 2 gray and alpha, 3 RGB or 4 RGBA bytes a pixel, row by row. */
export interface DrawnImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A picture on the way to 28×28, levels 0..255 row by row: 0 is paper, 255 is ink. */
export interface InkPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** From this level on a pixel is counted as ink. */
export const inkLevel = 64;

export function inkPicture(width: number, height: number): InkPicture {
  return { width, height, data: new Float32Array(width * height) };
}

/** The levels rounded to bytes. */
export function toBytes({ data }: InkPicture): Uint8Array {
  return Uint8Array.from(data, (level) => Math.min(255, Math.max(0, Math.round(level))));
}

/** The sum of the levels, and their mean place in pixels counted from 0. */
export function centreOfMass({ width, height, data }: InkPicture): { mass: number; x: number; y: number } {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = data[y * width + x]!;
      mass += level;
      massX += level * x;
      massY += level * y;
    }
  }
  return { mass, x: massX / mass, y: massY / mass };
}

/** A rectangle of pixels, its edges included. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The first place from `from` on, before `to`, whose level is above `threshold`; `to` where there is none. */
function nextAbove(data: Float32Array, threshold: number, from: number, to: number): number {
  let at = from;
  while (at < to && data[at]! <= threshold) at++;
  return at;
}

/** The last place before `to` whose level is above `threshold`. There has to be one. */
function lastAbove(data: Float32Array, threshold: number, to: number): number {
  let at = to - 1;
  while (data[at]! <= threshold) at--;
  return at;
}

/** The least rectangle that holds every level above `threshold`; null where there is none. */
export function inkBounds({ width, height, data }: InkPicture, threshold: number): Rectangle | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const [row, end] = [y * width, (y + 1) * width];
    const first = nextAbove(data, threshold, row, end);
    if (first === end) continue;
    left = Math.min(left, first - row);
    right = Math.max(right, lastAbove(data, threshold, end) - row);
    top = Math.min(top, y);
    bottom = y;
  }
  return right < 0 ? null : { left, top, right, bottom };
}

/** The part of a picture within a rectangle. */
export function cutOut(picture: InkPicture, { left, top, right, bottom }: Rectangle): InkPicture {
  const part = inkPicture(right - left + 1, bottom - top + 1);
  for (let y = 0; y < part.height; y++) {
    const from = (top + y) * picture.width + left;
    part.data.set(picture.data.subarray(from, from + part.width), y * part.width);
  }
  return part;
}

/** Rows as columns. */
export function transpose({ width, height, data }: InkPicture): InkPicture {
  const turned = inkPicture(height, width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned.data[x * height + y] = data[y * width + x]!;
  return turned;
}
