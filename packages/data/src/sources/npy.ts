import { halfToNumber, parseNpyHeader } from "@mnist/tensor/internal";
import { FileError, hexadecimal } from "../file-error.js";
import type { NamedBytes } from "./named-bytes.js";

/** An array of numbers as NumPy wrote it, row by row. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** Whether they are True and False. */
  readonly isBool: boolean;
}

/** By NumPy's codes, less the byte order before them. */
const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/**
 * Reads one `.npy` array of numbers, in C or Fortran order and either byte order.
 * @throws FileError where it is no such array, or its size isn't the file's
 * @source numpy.lib.format, versions 1.0 to 3.0
 */
export function readNpy({ name, bytes }: NamedBytes): NumpyArray {
  const refuse = (got: string, expected: string, offset = 0) =>
    new FileError({ file: name, offset, got, expected });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isNumpy =
    bytes.length >= 12 && bytes[0] === 0x93 && new TextDecoder().decode(bytes.subarray(1, 6)) === "NUMPY";
  if (!isNumpy) throw refuse(hexadecimal(bytes), "an array of NumPy's, which begins 93 4e 55 4d 50 59");
  const start = bytes[6] === 1 ? 10 : 12;
  const end = start + (bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw refuse(`a header up to byte ${end}`, `at most ${bytes.length}`, 8);
  const text = new TextDecoder().decode(bytes.subarray(start, end));
  const header = parseNpyHeader(text);
  if (!header?.shape.every(Number.isSafeInteger))
    throw refuse(`the header ${text.trim()}`, "one of NumPy's, of numbers", start);
  const { descr, code, isBigEndian, isColumnMajor, shape } = header;
  const read = Object.hasOwn(readers, code) ? readers[code] : undefined;
  if (read === undefined) throw refuse(`elements of type ${descr}`, "numbers, such as uint8 or int64", start);
  const width = Number(code.slice(1));
  const count = shape.reduce((product, length) => product * length, 1);
  if (end + count * width !== bytes.length)
    throw refuse(
      `${bytes.length - end} bytes of elements`,
      `${count * width} for the shape [${shape.join(", ")}]`,
      end,
    );
  const isBool = code === "b1";
  if (code === "u1" && !isColumnMajor) return { shape, values: bytes.subarray(end), isBool };
  const places = isColumnMajor ? columnPlaces(shape, count) : null;
  const values = new (code === "u1" || isBool ? Uint8Array : code === "f4" ? Float32Array : Float64Array)(
    count,
  );
  for (let index = 0; index < count; index++)
    values[index] = read(view, end + (places?.[index] ?? index) * width, !isBigEndian);
  return { shape, values, isBool };
}

/** Where each element, counted row by row, lies in an array that is stored column by column. */
function columnPlaces(shape: readonly number[], count: number): Uint32Array {
  const places = new Uint32Array(count);
  const position = shape.map(() => 0);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  let place = 0;
  for (let index = 0; index < count; index++) {
    places[index] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += steps[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      place -= steps[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
  return places;
}
