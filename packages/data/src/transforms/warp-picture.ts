import type { FloatPicture } from "./float-picture.js";

/** For each pixel of a new picture the place in the old one that its level is taken from. */
export interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function newPlaces({ width, height }: FloatPicture): Places {
  return { x: new Float64Array(width * height), y: new Float64Array(width * height) };
}

/**
 * The picture with each level taken from its place in the old one: between pixels by straight lines, `fill` outside.
 * @source torch.nn.functional.grid_sample, bilinear, alignCorners, zeros where fill is 0
 */
export function warpPicture(picture: FloatPicture, places: Places, fill: number): FloatPicture {
  const { channels, width, height } = picture;
  const size = width * height;
  const data = new Float32Array(picture.data.length);
  for (let channel = 0; channel < channels; channel++) {
    const plane = picture.data.subarray(channel * size, (channel + 1) * size);
    for (let pixel = 0; pixel < size; pixel++) {
      data[channel * size + pixel] = levelAt(plane, width, height, places.x[pixel]!, places.y[pixel]!, fill);
    }
  }
  return { ...picture, data };
}

function levelAt(
  plane: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  fill: number,
): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (!(left >= -1 && top >= -1 && left < width && top < height)) return fill;
  const right = x - left;
  const below = y - top;
  const at = top * width + left;
  const inLeft = left >= 0;
  const inRight = left + 1 < width;
  const inTop = top >= 0;
  const inBelow = top + 1 < height;
  const upperLeft = inTop && inLeft ? plane[at]! : fill;
  const upperRight = inTop && inRight ? plane[at + 1]! : fill;
  const lowerLeft = inBelow && inLeft ? plane[at + width]! : fill;
  const lowerRight = inBelow && inRight ? plane[at + width + 1]! : fill;
  const upper = upperLeft * (1 - right) + upperRight * right;
  const lower = lowerLeft * (1 - right) + lowerRight * right;
  return upper * (1 - below) + lower * below;
}
