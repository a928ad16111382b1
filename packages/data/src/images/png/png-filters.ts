import { FileError } from "../../file-error.js";

/** Of left, above and above-left, the one nearest to left + above − above-left. */
function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toCorner = Math.abs(estimate - corner);
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
}

/**
 * Undoes the row filters in place: `rows` rows of one filter byte and `rowLength` bytes, from `start` on.
 * `pixelBytes` is the distance to the pixel on the left.
 * `place` is where the compressed rows begin.
 * @throws FileError on a filter that does not exist.
 * @source PNG specification (third edition), section 9
 */
export function unfilter(
  bytes: Uint8Array,
  start: number,
  rows: number,
  rowLength: number,
  pixelBytes: number,
  place: { readonly file: string; readonly offset: number },
): void {
  for (let row = 0, at = start; row < rows; row++) {
    const filter = bytes[at]!;
    const first = at + 1;
    const end = first + rowLength;
    const up = row === 0 ? -1 : rowLength + 1;
    if (filter === 1) {
      for (let i = first + pixelBytes; i < end; i++) bytes[i] = bytes[i]! + bytes[i - pixelBytes]!;
    } else if (filter === 2) {
      if (up > 0) for (let i = first; i < end; i++) bytes[i] = bytes[i]! + bytes[i - up]!;
    } else if (filter === 3) {
      for (let i = first; i < end; i++) {
        const left = i - pixelBytes >= first ? bytes[i - pixelBytes]! : 0;
        const above = up > 0 ? bytes[i - up]! : 0;
        bytes[i] = bytes[i]! + ((left + above) >> 1);
      }
    } else if (filter === 4) {
      for (let i = first; i < end; i++) {
        const inside = i - pixelBytes >= first;
        const left = inside ? bytes[i - pixelBytes]! : 0;
        const above = up > 0 ? bytes[i - up]! : 0;
        const corner = inside && up > 0 ? bytes[i - up - pixelBytes]! : 0;
        bytes[i] = bytes[i]! + paeth(left, above, corner);
      }
    } else if (filter !== 0) {
      throw new FileError({
        ...place,
        got: `row filter ${filter} in row ${row}`,
        expected: "0 to 4",
        hint: "The picture is damaged.",
      });
    }
    at = end;
  }
}
