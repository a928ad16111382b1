import { type DrawnImage, type InkPicture, inkPicture } from "./ink-picture.js";

/** Luma (ITU-R BT.601). */
const luma = [0.299, 0.587, 0.114] as const;

/** How much each pixel covers the paper, 0..1; null where there is no alpha. */
function coverOf({ channels, data }: DrawnImage): ((pixel: number) => number) | null {
  if (channels === 1 || channels === 3) return null;
  return (pixel) => data[pixel * channels + channels - 1]! / 255;
}

/** The levels of one channel, or of `mix`, over white paper. */
function over(image: DrawnImage, level: (at: number) => number): InkPicture {
  const cover = coverOf(image);
  const plane = inkPicture(image.width, image.height);
  for (let pixel = 0, at = 0; pixel < plane.data.length; pixel++, at += image.channels) {
    const share = cover === null ? 1 : cover(pixel);
    plane.data[pixel] = level(at) * share + 255 * (1 - share);
  }
  return plane;
}

/** Luma over white paper; a picture drawn in alpha alone becomes black on white. */
export function toGray(image: DrawnImage): InkPicture {
  const { channels, data } = image;
  const gray = over(image, (at) =>
    channels < 3 ? data[at]! : luma[0] * data[at]! + luma[1] * data[at + 1]! + luma[2] * data[at + 2]!,
  );
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
      return [0, 1, 2].map((channel) => over(image, (place) => data[place + channel]!));
  }
  return [gray];
}
