import { ArgumentError } from "@mnist/tensor";

/** How to read a run of levels as a picture. */
export interface PixelGrid {
  readonly width: number;
  readonly height: number;
  /** The level that is shown as white: 255 for bytes, 1 for pixels in 0..1. @default 255 */
  readonly maximum?: number;
}

/**
 * Checks that the levels fill the picture.
 * @throws ArgumentError naming `operation` where they don't
 */
export function checkGrid(operation: string, pixels: ArrayLike<number>, { width, height }: PixelGrid): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (whole && pixels.length === width * height) return;
  throw new ArgumentError({
    operation,
    got: `${pixels.length} pixels for ${width}×${height}`,
    expected: "width × height pixels, at least one",
  });
}

/** A level as a share of the maximum, 0..1; what isn't a number is 0. */
export function share(level: number, maximum: number): number {
  const part = level / maximum;
  return part > 0 ? Math.min(1, part) : 0;
}
