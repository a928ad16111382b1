import { type InkPicture, inkBounds } from "./ink-picture.js";
import { findPieces } from "./pieces.js";

/** A piece with less than this share of the ink is a speck. */
const speck = 0.1;

/** Whether heavy pieces stand side by side, as the digits of a number do. */
function standApart(field: InkPicture): boolean {
  const pieces = findPieces(field, 64);
  const total = pieces.reduce((sum, { mass }) => sum + mass, 0);
  const heavy = pieces.filter(({ mass }) => mass >= speck * total).sort((a, b) => a.left - b.left);
  return heavy.length > 3 || heavy.some(({ left }, i) => i > 0 && left > heavy[i - 1]!.right + 1);
}

/** Whether ink reaches the picture's border: MNIST's digits may touch it only where the field ends. */
function isCut({ width, height, data }: InkPicture): boolean {
  let border = 0;
  for (let x = 0; x < width; x++)
    border += Number(data[x]! > 128) + Number(data[(height - 1) * width + x]! > 128);
  for (let y = 0; y < height; y++)
    border += Number(data[y * width]! > 128) + Number(data[(y + 1) * width - 1]! > 128);
  return border > 0.05 * 2 * (width + height);
}

/** What makes a reading of the prepared picture doubtful; the limits lie outside of what MNIST's pictures show. */
export function digitWarnings(ink: InkPicture, field: InkPicture, contrast: number): string[] {
  const warnings: string[] = [];
  const bounds = inkBounds(field, 24);
  if (contrast < 48) warnings.push("the drawing is faint: less than a fifth of the way from paper to black");
  if (standApart(field)) warnings.push("there are several pieces side by side: draw one digit a picture");
  if (isCut(ink)) warnings.push("the drawing reaches the picture's border: part of it may be cut off");
  if (!bounds) return warnings;
  const width = bounds.right - bounds.left + 1;
  const height = bounds.bottom - bounds.top + 1;
  const filled = field.data.reduce((sum, level) => sum + level, 0) / 255 / (width * height);
  const solid = filled > 0.85 && Math.min(width, height) > 7;
  if (width > 2 * height || solid) warnings.push("the drawing is unlike any digit");
  return warnings;
}
