import { type DrawnImage, type InkPicture, inkPicture } from "./ink-picture.js";

/** Luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114] as const;

/** How much each pixel covers the paper, 0..1; null where there is no alpha. */
function coverOf({ channels, data }: DrawnImage): ((pixel: number) => number) | null {
  if (channels === 1 || channels === 3) return null;
  return (pixel) => data[pixel * channels + channels - 1]! / 255;
}

/** Gray, or red, green and blue weighed by the mix, over white paper. */
function over(image: DrawnImage, [red, green, blue]: readonly [number, number, number]): InkPicture {
  const plane = inkPicture(image.width, image.height);
  layOver(plane.data, image, red, green, blue);
  return plane;
}

function layOver(
  levels: Float32Array,
  { channels, data }: DrawnImage,
  red: number,
  green: number,
  blue: number,
): void {
  const [isGray, hasAlpha] = [channels < 3, channels % 2 === 0];
  for (let pixel = 0, at = 0; pixel < levels.length; pixel++, at += channels) {
    const level = isGray ? data[at]! : red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!;
    const cover = hasAlpha ? data[at + channels - 1]! / 255 : 1;
    levels[pixel] = level * cover + 255 * (1 - cover);
  }
}

/** Luma over white paper; a picture drawn in alpha alone becomes black on white. */
export function toGray(image: DrawnImage): InkPicture {
  const gray = over(image, luma);
  const cover = coverOf(image);
  if (cover === null || gray.data.some((level) => Math.abs(level - gray.data[0]!) >= 1)) return gray;
  gray.data.forEach((_, pixel) => {
    gray.data[pixel] = 255 * (1 - cover(pixel));
  });
  return gray;
}

/**
 * The pictures in which ink is looked for: red, green and blue, as yellow ink on white differs from it in blue alone;
 * `gray` itself where there is no colour.
 */
export function colourPlanes(image: DrawnImage, gray: InkPicture): readonly InkPicture[] {
  const { channels, data } = image;
  if (channels < 3) return [gray];
  for (let at = 0; at < data.length; at += channels) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2])
      return [over(image, [1, 0, 0]), over(image, [0, 1, 0]), over(image, [0, 0, 1])];
  }
  return [gray];
}
