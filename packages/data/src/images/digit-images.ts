/** A set of 28×28 gray pictures of digits, as bytes (0 is paper, 255 is ink). */
export interface DigitImages {
  /** One picture after another, row by row: [count × 28 × 28]. */
  images: Uint8Array;
  /** For each picture the position of its class in `classes`. */
  labels: Uint8Array;
  width: 28;
  height: 28;
  /** The names of the classes, e.g. "0" to "9". */
  classes: readonly string[];
  /** Where the pictures come from, for every run to say. */
  source: string;
}
