/**
 * One usual way to write a digit. Its poses have the same strokes with the same number of points, so that
 * a hand can write anything between them.
 *
 * A pose is text: points "x y" in percent of the digit's height (x to the right, y down), a smooth curve
 * through each run of points, "/" for a corner at the point before it, ";" where the pen is lifted.
 */
export interface Form {
  readonly name: string;
  /** How often the form is written, relative to the digit's other forms. */
  readonly weight: number;
  readonly poses: readonly string[];
}

/** A form ready to be drawn. */
export interface Skeleton {
  readonly name: string;
  readonly weight: number;
  /** The points of each pose, x and y by turns. */
  readonly poses: readonly Float64Array[];
  /** Each smooth curve as the numbers of its first and last point; a corner belongs to two curves. */
  readonly curves: readonly Curve[];
}

export interface Curve {
  readonly first: number;
  readonly last: number;
  /** Whether the pen comes down at the first point, and whether it is lifted at the last. */
  readonly begins: boolean;
  readonly ends: boolean;
}

function parsePose(pose: string): { points: Float64Array; curves: Curve[] } {
  const numbers: number[] = [];
  const curves: Curve[] = [];
  for (const stroke of pose.split(";")) {
    const pieces = stroke.split("/");
    pieces.forEach((piece, position) => {
      const begins = position === 0;
      const first = begins ? numbers.length / 2 : numbers.length / 2 - 1;
      for (const number of piece.trim().split(/\s+/)) numbers.push(Number(number) / 100);
      curves.push({ first, last: numbers.length / 2 - 1, begins, ends: position === pieces.length - 1 });
    });
  }
  return { points: Float64Array.from(numbers), curves };
}

/**
 * The skeleton of a form.
 * @throws RangeError if its poses differ in structure or hold anything but numbers
 */
export function parseForm({ name, weight, poses }: Form): Skeleton {
  const parsed = poses.map(parsePose);
  const first = parsed[0];
  if (!first) throw new RangeError(`form ${name}: got no pose; expected one at least`);
  for (const [number, { points, curves }] of parsed.entries()) {
    if (points.length % 2 || points.some(Number.isNaN)) {
      throw new RangeError(`form ${name}, pose ${number}: got a text that is not pairs of numbers`);
    }
    if (JSON.stringify(curves) !== JSON.stringify(first.curves)) {
      throw new RangeError(`form ${name}, pose ${number}: got other strokes than pose 0 has`);
    }
  }
  return { name, weight, poses: parsed.map(({ points }) => points), curves: first.curves };
}
