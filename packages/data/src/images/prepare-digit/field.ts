import { centreOfMass, cutOut, type InkPicture, inkBounds, inkPicture } from "./ink-picture.js";
import { scaleInk } from "./scale-ink.js";

/** The side of MNIST's pictures. */
export const fieldSide = 28;
/** The side of the box that a digit fills in them. */
export const boxSide = 20;
/** Where their centres of mass are, in pixels counted from 0, give or take half a pixel. */
const middle = 14;

/** The part of the picture that holds ink. */
export function cropInk(picture: InkPicture): InkPicture {
  const bounds = inkBounds(picture, 0.5);
  return bounds ? cutOut(picture, bounds) : picture;
}

/**
 * Sheared along x so that its slant is gone: x' = x − a·(y − centre), a = covariance(x, y) / variance(y), each
 * row moved by linear interpolation.
 */
export function deskewInk(picture: InkPicture): InkPicture {
  const { width, height, data } = picture;
  const { x: middleX, y: middleY } = centreOfMass(picture);
  let covariance = 0;
  let variance = 0;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const x = pixel % width;
    const y = (pixel - x) / width;
    covariance += data[pixel]! * (x - middleX) * (y - middleY);
    variance += data[pixel]! * (y - middleY) ** 2;
  }
  const slant = variance > 0 ? Math.min(1, Math.max(-1, covariance / variance)) : 0;
  const margin = Math.ceil(Math.abs(slant) * height) + 1;
  const upright = inkPicture(width + 2 * margin, height);
  for (let y = 0; y < height; y++) {
    const shift = margin - slant * (y - middleY);
    const whole = Math.floor(shift);
    const part = shift - whole;
    const row = y * upright.width + whole;
    for (let x = 0; x < width; x++) {
      upright.data[row + x]! += (1 - part) * data[y * width + x]!;
      upright.data[row + x + 1]! += part * data[y * width + x]!;
    }
  }
  return cropInk(upright);
}

/** Laid into 28×28 by whole pixels so that the centre of mass is in the middle, as far as it stays inside. */
export function centreInField(box: InkPicture): InkPicture {
  const { x, y } = centreOfMass(box);
  const place = (centre: number, size: number): number =>
    Math.min(Math.max(Math.round(middle - centre), 0), fieldSide - size);
  const left = place(x, box.width);
  const top = place(y, box.height);
  const field = inkPicture(fieldSide, fieldSide);
  for (let row = 0; row < box.height; row++) {
    field.data.set(box.data.subarray(row * box.width, (row + 1) * box.width), (top + row) * fieldSide + left);
  }
  return field;
}

/**
 * The whole picture at 28×28 if its digit has MNIST's size and place there already (a box of 20, its centre of
 * mass in the middle); null if it hasn't.
 */
export function placedAlready(ink: InkPicture): InkPicture | null {
  if (ink.width !== ink.height || ink.width < fieldSide) return null;
  const field = scaleInk(ink, fieldSide, fieldSide);
  const bounds = inkBounds(field, 64);
  if (!bounds) return null;
  const side = 1 + Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
  const { x, y } = centreOfMass(field);
  const centred = Math.max(Math.abs(x - middle), Math.abs(y - middle)) < 0.75;
  return centred && side >= boxSide - 3 && side <= boxSide + 1 ? field : null;
}
