import type { InkPicture } from "./ink-picture.js";

/** Less than this between ink and paper is taken for no ink at all. */
export const leastContrast = 16;

/** What is ink in a picture. */
export interface FoundInk {
  readonly ink: InkPicture;
  /** How far the ink was from the paper, of 255; 0 where there is none. */
  readonly contrast: number;
}
