import type { Hand } from "./hand.js";
import type { Trace } from "./trace.js";

/** The side of the box that a digit fills before it is centred, as MNIST's makers chose it. */
const boxSide = 20;

/** The path in the box's pixels, with the pen's radius at each point. */
interface InkPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly radius: Float64Array;
}

/** The least and the greatest of position ± radius. */
function extent(positions: Float64Array, radius: Float64Array): readonly [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < positions.length; i++) {
    least = Math.min(least, positions[i]! - radius[i]!);
    greatest = Math.max(greatest, positions[i]! + radius[i]!);
  }
  return [least, greatest];
}

function rescale(values: Float64Array, factor: number, shift: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor + shift;
}

/** Scales and moves the trace so that its ink, the pen's width included, just fills the box. */
function fitBox(trace: Trace, penWidth: number): InkPath {
  const x = Float64Array.from(trace.x);
  const y = Float64Array.from(trace.y);
  const radius = Float64Array.from(trace.pressure, (pressure) => (penWidth / 2) * pressure);
  const nothing = new Float64Array(x.length);
  const [left, right] = extent(x, nothing);
  const [top, bottom] = extent(y, nothing);
  const scale = (boxSide - penWidth) / Math.max(right - left, bottom - top, 0.1);
  rescale(x, scale, 0);
  rescale(y, scale, 0);
  const [inkLeft, inkRight] = extent(x, radius);
  const [inkTop, inkBottom] = extent(y, radius);
  const factor = boxSide / Math.max(inkRight - inkLeft, inkBottom - inkTop);
  rescale(x, factor, (boxSide - factor * (inkLeft + inkRight)) / 2);
  rescale(y, factor, (boxSide - factor * (inkTop + inkBottom)) / 2);
  rescale(radius, factor, 0);
  return { x, y, radius };
}

/**
 * Lays the ink of one segment of the path, a capsule, over the box: each pixel keeps the larger of what it
 * had and the share of the pen's profile that a window of `softness` pixels about its centre catches.
 */
function inkSegment(
  box: Float64Array,
  { x: xs, y: ys, radius: radii }: InkPath,
  to: number,
  softness: number,
): void {
  const startX = xs[to - 1]!;
  const startY = ys[to - 1]!;
  const alongX = xs[to]! - startX;
  const alongY = ys[to]! - startY;
  const squaredLength = alongX * alongX + alongY * alongY;
  const startRadius = radii[to - 1]!;
  const radiusChange = radii[to]! - startRadius;
  const reach = Math.max(startRadius, startRadius + radiusChange) + softness / 2;
  const firstColumn = Math.max(0, Math.ceil(Math.min(startX, startX + alongX) - reach - 0.5));
  const lastColumn = Math.min(boxSide - 1, Math.floor(Math.max(startX, startX + alongX) + reach - 0.5));
  const firstRow = Math.max(0, Math.ceil(Math.min(startY, startY + alongY) - reach - 0.5));
  const lastRow = Math.min(boxSide - 1, Math.floor(Math.max(startY, startY + alongY) + reach - 0.5));
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const x = column + 0.5 - startX;
      const y = row + 0.5 - startY;
      const t = squaredLength > 0 ? Math.min(1, Math.max(0, (x * alongX + y * alongY) / squaredLength)) : 0;
      const offX = x - t * alongX;
      const offY = y - t * alongY;
      const squared = offX * offX + offY * offY;
      if (squared >= reach * reach) continue;
      const distance = Math.sqrt(squared);
      const radius = startRadius + t * radiusChange;
      const caught =
        (Math.min(radius, distance + softness / 2) - Math.max(-radius, distance - softness / 2)) / softness;
      const pixel = row * boxSide + column;
      if (caught > box[pixel]!) box[pixel] = caught;
    }
  }
}

/** The trace as ink in the 20×20 box, 0..1 a pixel. */
export function inkTrace(trace: Trace, hand: Hand): Float64Array {
  const box = new Float64Array(boxSide * boxSide);
  const path = fitBox(trace, hand.penWidth);
  for (let point = 1; point < trace.drawn.length; point++) {
    if (trace.drawn[point]!) inkSegment(box, path, point, hand.softness);
  }
  return box;
}

/**
 * Places the box in 28×28 so that its centre of mass falls on the middle, to the nearest whole pixel, and
 * writes it as bytes into `pixels`.
 */
export function centreBox(box: Float64Array, pixels: Uint8Array): void {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let pixel = 0; pixel < box.length; pixel++) {
    const ink = box[pixel]!;
    mass += ink;
    massX += ink * (pixel % boxSide);
    massY += ink * Math.floor(pixel / boxSide);
  }
  const shiftX = Math.round(14 - massX / mass);
  const shiftY = Math.round(14 - massY / mass);
  for (let row = 0; row < boxSide; row++) {
    const target = row + shiftY;
    if (target < 0 || target >= 28) continue;
    for (let column = 0; column < boxSide; column++) {
      const targetColumn = column + shiftX;
      if (targetColumn < 0 || targetColumn >= 28) continue;
      pixels[target * 28 + targetColumn] = Math.round(255 * Math.min(1, box[row * boxSide + column]!));
    }
  }
}
