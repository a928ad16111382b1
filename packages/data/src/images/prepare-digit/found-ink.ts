import { type InkPicture, inkPicture } from "./ink-picture.js";

/** Less than this between ink and paper is taken for no ink at all. */
export const leastContrast = 16;

/** What is ink in a picture. */
export interface FoundInk {
  /** There is ink; nothing at all on the paper; or something, but nothing that stands out of its noise. */
  readonly kind: "ink" | "nothing" | "noise";
  readonly ink: InkPicture;
  /** How far the ink was from the paper, of 255; 0 where there is none. */
  readonly contrast: number;
}

/** A picture of such a size in which there is no ink. */
export const noInk = (kind: "nothing" | "noise", width: number, height: number): FoundInk => ({
  kind,
  ink: inkPicture(width, height),
  contrast: 0,
});
