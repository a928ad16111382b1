import { showImage } from "@mnist/data";

/** A 28×28 picture as text. */
export function picture(pixels: Uint8Array): string {
  return showImage(pixels, { width: 28, height: 28 });
}
