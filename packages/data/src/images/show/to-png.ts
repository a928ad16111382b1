import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { Picture } from "../png/decode-png.js";
import { encodePng } from "../png/encode-png.js";
import { type ColorMapName, colorOf } from "./color-map.js";
import { checkGrid, type PixelGrid, share } from "./pixel-grid.js";

export interface ToPngOptions extends PixelGrid {
  /** The side of a pixel in the file. @default 10 */
  readonly scale?: number;
  /** Colours for the levels in place of white ink on black. */
  readonly colors?: ColorMapName;
}

/** The picture as it goes into the file. @throws as {@link toPng} */
export function enlarged(pixels: ArrayLike<number>, options: ToPngOptions): Picture {
  const { width, height, maximum = 255, scale = 10, colors } = options;
  checkOptions("toPng", options, { width: null, height: null, maximum: null, scale: null, colors: null });
  checkGrid("toPng", pixels, options);
  if (!Number.isInteger(scale) || scale < 1 || scale > 100) {
    throw new ArgumentError({
      operation: "toPng",
      got: `scale ${scale}`,
      expected: "a whole number from 1 to 100",
    });
  }
  const channels = colors === undefined ? 1 : 3;
  const [wide, tall] = [width * scale, height * scale];
  const data = new Uint8Array(wide * tall * channels);
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++) {
      const level = share(pixels[Math.floor(y / scale) * width + Math.floor(x / scale)]!, maximum);
      const color = colors === undefined ? [Math.round(255 * level)] : colorOf(colors, level);
      data.set(color, (y * wide + x) * channels);
    }
  }
  return { width: wide, height: tall, channels, data };
}

/**
 * A gray picture as a PNG file, each pixel a square.
 * @throws ArgumentError where the pixels don't fill the size, or the scale is no whole number from 1 to 100
 * @example writeFileSync("seven.png", toPng(pixels, { width: 28, height: 28 }));
 */
export function toPng(pixels: ArrayLike<number>, options: ToPngOptions): Uint8Array {
  return encodePng(enlarged(pixels, options));
}
