import { PNG } from "pngjs";
import type { Picture } from "../images/png/decode-png.js";
import { checkPicture } from "../images/png/encode-png.js";
import { enlarged, type ToPngOptions } from "../images/show/to-png.js";

const colorTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

/**
 * Encodes a picture as an 8-bit PNG, by pngjs; the same picture always gives the same bytes.
 * @throws ArgumentError where the picture's data does not fit its size.
 * @example const bytes = encodePng({ width: 28, height: 28, channels: 1, data });
 */
export function encodePng(picture: Picture): Uint8Array {
  checkPicture(picture);
  const { width, height, channels } = picture;
  const colorType = colorTypes[channels];
  const png = new PNG({ width, height });
  png.data = Buffer.from(withAlpha(picture));
  return new Uint8Array(PNG.sync.write(png, { colorType, inputColorType: 6, inputHasAlpha: true }));
}

/** Red, green, blue and alpha, which is what pngjs takes. */
function withAlpha({ width, height, channels, data }: Picture): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    for (let color = 0; color < 3; color++) rgba[pixel * 4 + color] = data[at + (channels < 3 ? 0 : color)]!;
    rgba[pixel * 4 + 3] = channels % 2 === 0 ? data[at + channels - 1]! : 255;
  }
  return rgba;
}

/**
 * A gray picture as a PNG file, each pixel a square.
 * @throws ArgumentError where the pixels don't fill the size, or the scale is no whole number from 1 to 100
 * @example writeFileSync("seven.png", toPng(pixels, { width: 28, height: 28 }));
 */
export function toPng(pixels: ArrayLike<number>, options: ToPngOptions): Uint8Array {
  return encodePng(enlarged(pixels, options));
}
