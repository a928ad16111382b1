import type { PictureRandom } from "./random.js";

/** How one picture is written: drawn once for each picture, as if each came from another writer. */
export interface Hand {
  /** Pen width in pixels of the 20×20 box. */
  readonly penWidth: number;
  /** How far the pen width swings along a stroke, as a share of it. */
  readonly pressure: number;
  /** Shift to the right per unit of height: the slant of the writing. */
  readonly slant: number;
  /** Width over height, relative to the form's own. */
  readonly aspect: number;
  /** Tangent of half the angle by which the digit is turned. */
  readonly halfTurn: number;
  /** Standard deviation of each control point, relative to the digit's height. */
  readonly jitter: number;
  /** Standard deviation of the elastic distortion, relative to the digit's height. */
  readonly elasticity: number;
  /** Width of the gray rim in pixels. */
  readonly softness: number;
}

/**
 * e^x for |x| < 1.5 by its Padé approximant, relative error below 2e-4: Math.exp may differ between engines
 * in its last bit.
 */
function exponential(x: number): number {
  const even = 1 + (x * x) / 10 + (x * x * x * x) / 1680;
  const odd = x / 2 + (x * x * x) / 84;
  const evenPart = even + (x * x) / 140;
  return (evenPart + odd) / (evenPart - odd);
}

/** Draws a hand; upright digits (1 above all) slant more freely than others. */
export function drawHand(random: PictureRandom, slantSpread: number): Hand {
  return {
    penWidth: 2.55 * exponential(0.3 * random.normal()),
    pressure: random.between(0, 0.4),
    slant: 0.14 + slantSpread * random.normal(),
    aspect: exponential(0.22 * random.normal()),
    halfTurn: 0.07 * random.normal(),
    jitter: 0.01 + 0.05 * random.uniform(),
    elasticity: 0.02 + 0.06 * random.uniform(),
    softness: random.between(1, 2),
  };
}
