import { checkOptions } from "@mnist/tensor/internal";
import { type ColorMapName, colorOf, isDark, toHex } from "./color-map.js";
import { checkGrid, type PixelGrid, share } from "./pixel-grid.js";

export interface GradientTableOptions extends PixelGrid {
  /** @default "viridis" */
  readonly colors?: ColorMapName;
  /** Digits after the point. @default 0 for whole numbers, else 2 */
  readonly digits?: number;
}

/**
 * A picture as an HTML table of its numbers on coloured ground, as pandas' `background_gradient` draws it: a
 * whole element with its own styles, for a page or a notebook.
 * @throws ArgumentError where the pixels don't fill the size
 * @source pandas Styler.background_gradient
 * @example writeFileSync("three.html", gradientTable(pixels, { width: 28, height: 28 }));
 */
export function gradientTable(pixels: ArrayLike<number>, options: GradientTableOptions): string {
  const { width, height, maximum = 255, colors = "viridis" } = options;
  checkOptions("gradientTable", options, {
    width: null,
    height: null,
    maximum: null,
    colors: null,
    digits: null,
  });
  checkGrid("gradientTable", pixels, options);
  const digits = options.digits ?? (Array.from(pixels).every(Number.isInteger) ? 0 : 2);
  const cell = (level: number): string => {
    const color = colorOf(colors, share(level, maximum));
    const text = isDark(color) ? "#f1f1f1" : "#000000";
    return `<td style="background:${toHex(color)};color:${text}">${level.toFixed(digits)}</td>`;
  };
  const heads = Array.from(
    { length: width },
    (_, x) => `<th scope="col" style="min-width:2em">${x}</th>`,
  ).join("");
  const rows = Array.from({ length: height }, (_, y) => {
    const cells = Array.from({ length: width }, (_, x) => cell(pixels[y * width + x]!)).join("");
    return `<tr><th scope="row">${y}</th>${cells}</tr>`;
  });
  return [
    '<table style="border-collapse:collapse;font:6pt sans-serif;text-align:right">',
    `<thead><tr><th></th>${heads}</tr></thead>`,
    `<tbody>${rows.join("\n")}</tbody>`,
    "</table>",
  ].join("\n");
}
