import { conv2d, conv2dInput, conv2dWeight } from "./convolution.js";
import * as indexing from "./indexing.js";
import * as lines from "./lines.js";
import { matmul } from "./matmul.js";
import * as movement from "./movement.js";
import * as pointwise from "./pointwise.js";
import { pickLargest, spreadLargest } from "./pooling.js";
import { amax, amin, argmax, argmin, prod, sum } from "./reduce.js";
import { argsort, cumsum } from "./sort.js";
import { full, random } from "./source.js";
import { fold } from "./window.js";

/** The pointwise rows by name. */
export { pointwise };

/** Every primitive by name: what a device runs, a gradient table covers and a conformance suite walks. */
export const primitives = {
  ...pointwise,
  ...movement,
  sum,
  prod,
  amax,
  amin,
  argmax,
  argmin,
  ...lines,
  matmul,
  conv2d,
  conv2dInput,
  conv2dWeight,
  pickLargest,
  spreadLargest,
  ...indexing,
  fold,
  argsort,
  cumsum,
  full,
  random,
};

export type Primitives = typeof primitives;
