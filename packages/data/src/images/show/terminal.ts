import { checkOptions } from "@mnist/tensor/internal";
import { applyResize, resize } from "../../transforms/resize.js";
import { type ColorDepth, colorDepth } from "./color-depth.js";
import { checkGrid, type PixelGrid, share } from "./pixel-grid.js";

export interface ShowImageOptions extends PixelGrid {
  /** @default what standard output shows */
  readonly colors?: ColorDepth;
  /** The most characters side by side; a wider picture is scaled down to it. @default as many as it has pixels */
  readonly columns?: number;
}

const ramp = " .:-=+*#%@";
const reset = "\u001b[0m";

/** The code that sets the colour of the upper (38) or the lower (48) half of a character. */
function paint(layer: 38 | 48, level: number, colors: "truecolor" | "256"): string {
  if (colors === "256") return `\u001b[${layer};5;${232 + Math.round(level * 23)}m`;
  const gray = Math.round(level * 255);
  return `\u001b[${layer};2;${gray};${gray};${gray}m`;
}

/** One line of text for two rows of pixels, `width` characters wide; a colour is named where it changes. */
function paintLine(upper: readonly number[], lower: readonly number[], colors: "truecolor" | "256"): string {
  let line = "";
  let above = "";
  let below = "";
  upper.forEach((level, x) => {
    const [nextAbove, nextBelow] = [paint(38, level, colors), paint(48, lower[x]!, colors)];
    if (nextAbove !== above) line += nextAbove;
    if (nextBelow !== below) line += nextBelow;
    [above, below] = [nextAbove, nextBelow];
    line += "▀";
  });
  return line + reset;
}

/** The picture's lines of text, each `width` characters wide, two rows of pixels a line. */
export function imageLines(picture: ArrayLike<number>, options: ShowImageOptions): string[] {
  const { colors = colorDepth(), maximum = 255 } = options;
  checkOptions("showImage", options, {
    width: null,
    height: null,
    maximum: null,
    colors: null,
    columns: null,
  });
  checkGrid("showImage", picture, options);
  const { pixels, width, height } = scaledDown(picture, options);
  const row = (y: number): number[] =>
    Array.from({ length: width }, (_, x) => (y < height ? share(pixels[y * width + x]!, maximum) : 0));
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    const [upper, lower] = [row(y), row(y + 1)];
    if (colors !== "ascii") lines.push(paintLine(upper, lower, colors));
    else lines.push(upper.map((level, x) => ramp[Math.round(((level + lower[x]!) / 2) * 9)]).join(""));
  }
  return lines;
}

/** The picture, no wider than its `columns`. */
function scaledDown(pixels: ArrayLike<number>, { width, height, columns = width }: ShowImageOptions) {
  if (width <= columns) return { pixels, width, height };
  const picture = { channels: 1, width, height, data: Float32Array.from(pixels) };
  const rows = Math.max(1, Math.round((height * columns) / width));
  const scaled = applyResize(resize(rows, columns), picture);
  return { pixels: scaled.data, width: scaled.width, height: scaled.height };
}

/**
 * A gray picture as text for a terminal, two rows of pixels a line: half blocks in 24-bit or 256 colours, or
 * characters by their ink where that's all there is.
 * @throws ArgumentError where the pixels don't fill the size, or `columns` is no whole number from 1 up
 * @example console.log(showImage(strokeDigit(42, 0).pixels, { width: 28, height: 28 }));
 */
export function showImage(pixels: ArrayLike<number>, options: ShowImageOptions): string {
  return imageLines(pixels, options)
    .map((line) => line.trimEnd())
    .join("\n");
}
