import { showImage } from "@mnist/data";
import pc from "picocolors";

/** How many colours standard output can show. */
export function colorDepth(): "truecolor" | "256" | "ascii" {
  if (!pc.isColorSupported) return "ascii";
  const depth = process.stdout.isTTY ? process.stdout.getColorDepth() : 24;
  return depth >= 24 ? "truecolor" : depth >= 8 ? "256" : "ascii";
}

/** A 28×28 picture as text. */
export function picture(pixels: Uint8Array): string {
  return showImage(pixels, { width: 28, height: 28, colors: colorDepth() });
}
