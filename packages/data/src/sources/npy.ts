import { FileError, hexadecimal } from "../file-error.js";
import type { NamedBytes } from "./named-bytes.js";

/** An array of numbers as NumPy wrote it. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  "|b1": (view, at) => view.getUint8(at),
  "|u1": (view, at) => view.getUint8(at),
  "|i1": (view, at) => view.getInt8(at),
  "<u2": (view, at) => view.getUint16(at, true),
  "<i2": (view, at) => view.getInt16(at, true),
  "<u4": (view, at) => view.getUint32(at, true),
  "<i4": (view, at) => view.getInt32(at, true),
  "<i8": (view, at) => Number(view.getBigInt64(at, true)),
  "<u8": (view, at) => Number(view.getBigUint64(at, true)),
  "<f4": (view, at) => view.getFloat32(at, true),
  "<f8": (view, at) => view.getFloat64(at, true),
};

/**
 * Reads one `.npy` array of numbers.
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
  const header = new TextDecoder().decode(bytes.subarray(start, end));
  const dtype = /'descr': *'([^']*)'/.exec(header)?.[1] ?? "none";
  const sizes = /'shape': *\(([^)]*)\)/.exec(header)?.[1];
  const shape = sizes?.split(",").flatMap((size) => (size.trim() === "" ? [] : [Number(size)])) ?? [];
  const read = readers[dtype];
  if (read === undefined) throw refuse(`elements of type ${dtype}`, "numbers, such as uint8 or int64", start);
  if (sizes === undefined || !shape.every(Number.isSafeInteger) || /'fortran_order': *True/.test(header))
    throw refuse(`the header ${header.trim()}`, "a shape, row by row", start);
  const width = Number(dtype.slice(2));
  const count = shape.reduce((product, length) => product * length, 1);
  if (end + count * width !== bytes.length)
    throw refuse(
      `${bytes.length - end} bytes of elements`,
      `${count * width} for the shape [${shape.join(", ")}]`,
      end,
    );
  if (width === 1 && dtype !== "|i1") return { shape, values: bytes.subarray(end) };
  const values = dtype === "<f4" ? new Float32Array(count) : new Float64Array(count);
  for (let index = 0; index < count; index++) values[index] = read(view, end + index * width);
  return { shape, values };
}
