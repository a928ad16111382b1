import { arc, type Point } from "./drawn-forms.js";
import { randomFrom } from "./drawn-pictures.js";

type Form = readonly (readonly Point[])[];

const [left, right, top, bottom] = [0.15, 0.85, 0.03, 0.97];
const stem: readonly Point[] = [
  [left, top],
  [left, bottom],
];

/** Capitals that look like no digit, as the lines that a pen draws. */
export const drawnLetters: Readonly<Record<string, Form>> = {
  A: [
    [
      [left, bottom],
      [0.5, top],
      [right, bottom],
    ],
    [
      [0.3, 0.62],
      [0.7, 0.62],
    ],
  ],
  E: [
    [
      [right, top],
      [left, top],
      [left, bottom],
      [right, bottom],
    ],
    [
      [left, 0.5],
      [0.7, 0.5],
    ],
  ],
  F: [
    [
      [right, top],
      [left, top],
      [left, bottom],
    ],
    [
      [left, 0.5],
      [0.7, 0.5],
    ],
  ],
  H: [
    stem,
    [
      [right, top],
      [right, bottom],
    ],
    [
      [left, 0.5],
      [right, 0.5],
    ],
  ],
  K: [
    stem,
    [
      [right, top],
      [left, 0.55],
      [right, bottom],
    ],
  ],
  M: [
    [
      [left, bottom],
      [left, top],
      [0.5, 0.6],
      [right, top],
      [right, bottom],
    ],
  ],
  N: [
    [
      [left, bottom],
      [left, top],
      [right, bottom],
      [right, top],
    ],
  ],
  P: [stem, [[left, top], ...arc(0.5, 0.28, 0.33, 0.25, -0.25, 0.25), [left, 0.53]]],
  R: [
    stem,
    [[left, top], ...arc(0.5, 0.28, 0.33, 0.25, -0.25, 0.25), [left, 0.53]],
    [
      [0.45, 0.53],
      [right, bottom],
    ],
  ],
  T: [
    [
      [left, top],
      [right, top],
    ],
    [
      [0.5, top],
      [0.5, bottom],
    ],
  ],
  W: [
    [
      [0.05, top],
      [0.28, bottom],
      [0.5, 0.4],
      [0.72, bottom],
      [0.95, top],
    ],
  ],
  X: [
    [
      [left, top],
      [right, bottom],
    ],
    [
      [right, top],
      [left, bottom],
    ],
  ],
  Y: [
    [
      [left, top],
      [0.5, 0.5],
      [0.5, bottom],
    ],
    [
      [right, top],
      [0.5, 0.5],
    ],
  ],
};

/** A pen that wanders over the sheet. */
export function scribble(seed: number): Form {
  const random = randomFrom(seed);
  return [Array.from({ length: 9 + Math.floor(8 * random()) }, (): Point => [random(), random()])];
}
