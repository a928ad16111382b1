import type { TypedArray } from "../../dtype.js";
import { broadcastStrides, collapse, forEachRow } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import { elements } from "./cpu-storage.js";

/** Rows and columns of a tile, so that the lines of memory that it touches stay in the first-level cache. */
const TILE = 32;

/** Copies a tensor to another of the same element type, to the shape of which it is broadcast. */
export function copyElements(input: Tensor, output: Tensor): void {
  const [source, target] = [elements(input), elements(output)];
  if (input.numel() === output.numel() && input.isContiguous() && output.isContiguous()) {
    copyRun(source, input.offset, target, output.offset, output.numel());
    return;
  }
  const { shape, strides } = collapse(output.shape, [output.strides, broadcastStrides(input, output.shape)]);
  const columns = shape.at(-1) ?? 1;
  const [to, from] = [strides[0]!.at(-1) ?? 1, strides[1]!.at(-1) ?? 1];
  const offsets = [output.offset, input.offset];
  const rows = shape.at(-2) ?? 1;
  const [toRow, fromRow] = [strides[0]!.at(-2) ?? 0, strides[1]!.at(-2) ?? 0];
  if (to === 1 && from === 1) {
    forEachRow({ shape, strides }, offsets, ([o, i]) => copyRun(source, i!, target, o!, columns));
  } else if (rows > 1 && Math.abs(fromRow) < Math.abs(from)) {
    const outer = { shape: shape.slice(0, -1), strides: strides.map((each) => each.slice(0, -1)) };
    const planes = { shape: [...outer.shape.slice(0, -1), 1], strides: outer.strides };
    const write = { array: target, row: toRow, column: to };
    const read = { array: source, row: fromRow, column: from };
    forEachRow(planes, offsets, ([o, i]) => {
      for (let row = 0; row < rows; row += TILE) {
        for (let column = 0; column < columns; column += TILE) {
          const [height, width] = [Math.min(TILE, rows - row), Math.min(TILE, columns - column)];
          const at = i! + row * fromRow + column * from;
          copyTile(read, at, write, o! + row * toRow + column * to, height, width);
        }
      }
    });
  } else
    forEachRow({ shape, strides }, offsets, ([o, i]) => copySteps(source, i!, from, target, o!, to, columns));
}

interface Matrix {
  readonly array: TypedArray;
  /** Steps from an element to the next below it, and to the next beside it. */
  readonly row: number;
  readonly column: number;
}

/** Copies a tile down its columns, which lie closer together in `read`, four at a time. */
function copyTile(read: Matrix, i: number, write: Matrix, o: number, height: number, width: number): void {
  const { array: source, row: fromRow, column: from } = read;
  const { array: target, row: toRow, column: to } = write;
  const fours = width - (width % 4);
  for (let column = 0; column < fours; column += 4) {
    let [at, put] = [i + column * from, o + column * to];
    for (let row = 0; row < height; row++, at += fromRow, put += toRow) {
      target[put] = source[at]!;
      target[put + to] = source[at + from]!;
      target[put + 2 * to] = source[at + 2 * from]!;
      target[put + 3 * to] = source[at + 3 * from]!;
    }
  }
  for (let column = fours; column < width; column++)
    copySteps(source, i + column * from, fromRow, target, o + column * to, toRow, height);
}

/** Elements below which a loop is done before `set` has begun. */
const few = 32;

/** Copies elements that lie side by side. */
export function copyRun(
  source: TypedArray,
  from: number,
  target: TypedArray,
  to: number,
  count: number,
): void {
  if (count < few) for (let i = 0; i < count; i++) target[to + i] = source[from + i]!;
  else if (from === 0 && count === source.length) target.set(source, to);
  else target.set(source.subarray(from, from + count), to);
}

/** Copies elements that lie so many steps apart. */
export function copySteps(
  source: TypedArray,
  from: number,
  fromStep: number,
  target: TypedArray,
  to: number,
  toStep: number,
  count: number,
): void {
  for (let n = 0, i = from, o = to; n < count; n++, i += fromStep, o += toStep) target[o] = source[i]!;
}
