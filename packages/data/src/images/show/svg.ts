import { checkOptions } from "@mnist/tensor/internal";
import { colorOf, toHex } from "./color-map.js";
import { checkGrid, type PixelGrid, share } from "./pixel-grid.js";

export interface ToSvgOptions extends PixelGrid {
  /** The side of a pixel in the drawing. @default 10 */
  readonly scale?: number;
  /** What the picture is, for who cannot see it. */
  readonly title?: string;
}

function escapeText(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/**
 * A gray picture as SVG, white ink on black, each run of equal pixels a rectangle.
 * @throws ArgumentError where the pixels don't fill the size
 * @example writeFileSync("seven.svg", toSvg(pixels, { width: 28, height: 28, title: "a seven" }));
 */
export function toSvg(pixels: ArrayLike<number>, options: ToSvgOptions): string {
  const { width, height, maximum = 255, scale = 10, title } = options;
  checkOptions("toSvg", options, { width: null, height: null, maximum: null, scale: null, title: null });
  checkGrid("toSvg", pixels, options);
  const runs: string[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0, next = 1; x < width; x = next) {
      const level = pixels[y * width + x]!;
      for (next = x + 1; next < width && pixels[y * width + next] === level; ) next++;
      const ink = share(level, maximum);
      if (ink === 0) continue;
      const fill = toHex(colorOf("greys", 1 - ink));
      runs.push(`<rect x="${x}" y="${y}" width="${next - x}" height="1" fill="${fill}"/>`);
    }
  }
  const size = `viewBox="0 0 ${width} ${height}" width="${width * scale}" height="${height * scale}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} shape-rendering="crispEdges" role="img">`,
    ...(title === undefined ? [] : [`<title>${escapeText(title)}</title>`]),
    `<rect width="${width}" height="${height}" fill="#000000"/>`,
    ...runs,
    "</svg>",
  ].join("\n");
}
