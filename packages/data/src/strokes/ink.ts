import type { Hand } from "./hand.js";
import type { Trace } from "./trace.js";

/** The side of the box that a digit fills before it is centred, as MNIST's makers chose it. */
export const boxSide = 20;

/** Scales and moves the trace so that its ink just fills the box, keeping its proportions. */
function fitBox(trace: Trace, penWidth: number): void {
  const { x, y } = trace;
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < x.length; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    top = Math.min(top, y[i]!);
    bottom = Math.max(bottom, y[i]!);
  }
  const scale = (boxSide - penWidth) / Math.max(right - left, bottom - top, 0.1);
  const middleX = (left + right) / 2;
  const middleY = (top + bottom) / 2;
  for (let i = 0; i < x.length; i++) {
    x[i] = (x[i]! - middleX) * scale + boxSide / 2;
    y[i] = (y[i]! - middleY) * scale + boxSide / 2;
  }
}

/**
 * Lays the ink of one segment of the path, a capsule, over the box: each pixel keeps the larger of what it
 * had and the share of the pen's profile that a window of `softness` pixels about its centre catches.
 */
function inkSegment(box: Float64Array, trace: Trace, to: number, penWidth: number, softness: number): void {
  const from = trace.drawn[to]! ? to - 1 : to;
  const startX = trace.x[from]!;
  const startY = trace.y[from]!;
  const alongX = trace.x[to]! - startX;
  const alongY = trace.y[to]! - startY;
  const squaredLength = alongX * alongX + alongY * alongY;
  const startRadius = (penWidth / 2) * trace.pressure[from]!;
  const radiusChange = (penWidth / 2) * trace.pressure[to]! - startRadius;
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
  fitBox(trace, hand.penWidth);
  for (let point = 0; point < trace.x.length; point++) {
    const alone = !trace.drawn[point]! && trace.drawn[point + 1] !== true;
    if (trace.drawn[point]! || alone) inkSegment(box, trace, point, hand.penWidth, hand.softness);
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
