import type { SampleRandom } from "../sample-random.js";

/** How one picture is written: drawn once for each picture, as if each came from another writer. */
export interface Hand {
  /** Pen width in pixels of the 20×20 box. */
  readonly penWidth: number;
  /** Standard deviation of the pen width along a stroke, as a share of it. */
  readonly pressure: number;
  /** Shift to the right per unit of height: the slant of the writing. */
  readonly slant: number;
  /** Width over height, relative to the form's own. */
  readonly aspect: number;
  /** Tangent of half the angle by which the digit is turned. */
  readonly halfTurn: number;
  /** Standard deviation of each control point, relative to the digit's height. */
  readonly jitter: number;
  /** Standard deviation of each coefficient of the smooth warp, relative to the digit's height. */
  readonly elasticity: number;
  /** Width of the gray rim in pixels. */
  readonly softness: number;
}

/**
 * e^x for |x| < 2 by its Padé approximant of order 4/4, relative error below 1e-5: the last bit of Math.exp
 * may differ between engines.
 */
function exponential(x: number): number {
  const square = x * x;
  const even = 1 + (3 * square) / 28 + (square * square) / 1680;
  const odd = x * (1 / 2 + square / 84);
  return (even + odd) / (even - odd);
}

/**
 * Draws a hand. The ranges are tuned so that ink, width and slant are spread as in MNIST's training images.
 */
export function drawHand(random: SampleRandom, slantSpread: number): Hand {
  return {
    penWidth: 1.5 + exponential(0.5 * random.normal()),
    pressure: random.between(0, 0.5),
    slant: 0.14 + slantSpread * random.normal(),
    aspect: exponential(0.22 * random.normal()),
    halfTurn: 0.07 * random.normal(),
    jitter: 0.01 + 0.05 * random.uniform(),
    elasticity: 0.02 + 0.06 * random.uniform(),
    softness: random.between(1, 1.4),
  };
}
