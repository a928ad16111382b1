/** A picture on its way through transforms: levels plane by plane, `data: [channels, height, width]`. */
export interface FloatPicture {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

/** The level between pixels at (x, y), by straight lines; `fill` outside. @source torch grid_sample, bilinear, zeros */
export function levelAt(
  plane: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
  fill: number,
): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < -1 || top < -1 || left >= width || top >= height) return fill;
  const right = x - left;
  const below = y - top;
  const level = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height ? fill : plane[row * width + column]!;
  const upper = level(left, top) * (1 - right) + level(left + 1, top) * right;
  const lower = level(left, top + 1) * (1 - right) + level(left + 1, top + 1) * right;
  return upper * (1 - below) + lower * below;
}

/** A picture of the same size whose level at (x, y) is taken from `source(x, y)` of the old one. */
export function warpPicture(
  picture: FloatPicture,
  source: (x: number, y: number) => readonly [x: number, y: number],
  fill: number,
): FloatPicture {
  const { channels, height, width } = picture;
  const size = width * height;
  const data = new Float32Array(picture.data.length);
  for (let pixel = 0; pixel < size; pixel++) {
    const x = pixel % width;
    const [fromX, fromY] = source(x, (pixel - x) / width);
    for (let channel = 0; channel < channels; channel++) {
      const plane = picture.data.subarray(channel * size, (channel + 1) * size);
      data[channel * size + pixel] = levelAt(plane, picture, fromX, fromY, fill);
    }
  }
  return { ...picture, data };
}
