import { FileError, hexadecimal } from "./file-error.js";

/** The element types of an IDX file, by the name of the array that holds them. */
export interface IdxArrays {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** What an IDX file holds, e.g. `{ dtype: "uint8", shape: [60000, 28, 28], data }`. */
export type IdxFile = {
  [Type in keyof IdxArrays]: {
    readonly dtype: Type;
    readonly shape: readonly number[];
    readonly data: IdxArrays[Type];
  };
}[keyof IdxArrays];

const elementBytes = { uint8: 1, int8: 1, int16: 2, int32: 4, float32: 4, float64: 8 } as const;
const types: Record<number, keyof IdxArrays> = {
  8: "uint8",
  9: "int8",
  11: "int16",
  12: "int32",
  13: "float32",
  14: "float64",
};

/**
 * Reads an IDX file (big endian, any of its six element types) that is already unpacked.
 * The header is checked against the file's length before anything is allocated; 8-bit data is a view of `bytes`.
 * @throws FileError where the header lies or the file was cut short.
 * @source http://yann.lecun.com/exdb/mnist/
 * @example const { shape, data } = readIdx(bytes, "t10k-images-idx3-ubyte");
 */
export function readIdx(bytes: Uint8Array, name = "IDX file"): IdxFile {
  const dtype = types[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || dtype === undefined) {
    throw new FileError({
      file: name,
      offset: 0,
      got: hexadecimal(bytes.subarray(0, 4)),
      expected:
        "an IDX file: two zero bytes, an element type of 08, 09, 0b, 0c, 0d or 0e, the number of dimensions",
      hint: "A .gz has to be unpacked first: gunzip(bytes).",
    });
  }
  const start = 4 + 4 * rank;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < start) {
    const got = `${bytes.length} bytes in all`;
    throw new FileError({ file: name, offset: 4, got, expected: `${rank} dimensions, which take ${start}` });
  }
  const shape = Array.from({ length: rank }, (_, index) => view.getUint32(4 + 4 * index));
  const size = shape.reduce((product, length) => product * length, 1);
  const expected = start + size * elementBytes[dtype];
  if (bytes.length !== expected) {
    throw new FileError({
      file: name,
      offset: 4,
      got: `a header of ${dtype} [${shape.join(", ")}], which takes ${expected} bytes, in a file of ${bytes.length}`,
      expected: "a header that fits the file's length",
      hint: "The file was cut short or its header is wrong: fetch it again.",
    });
  }
  return elementsOf(dtype, shape, view, start, size);
}

function elementsOf(
  dtype: keyof IdxArrays,
  shape: number[],
  view: DataView,
  start: number,
  size: number,
): IdxFile {
  const fill = <Elements extends IdxArrays[keyof IdxArrays]>(
    data: Elements,
    at: (offset: number) => number,
  ): Elements => {
    for (let index = 0; index < size; index++) data[index] = at(start + index * data.BYTES_PER_ELEMENT);
    return data;
  };
  const bytes = new Uint8Array(view.buffer, view.byteOffset + start, size);
  switch (dtype) {
    case "uint8":
      return { dtype, shape, data: bytes };
    case "int8":
      return { dtype, shape, data: new Int8Array(bytes.buffer, bytes.byteOffset, size) };
    case "int16":
      return { dtype, shape, data: fill(new Int16Array(size), (offset) => view.getInt16(offset)) };
    case "int32":
      return { dtype, shape, data: fill(new Int32Array(size), (offset) => view.getInt32(offset)) };
    case "float32":
      return { dtype, shape, data: fill(new Float32Array(size), (offset) => view.getFloat32(offset)) };
    case "float64":
      return { dtype, shape, data: fill(new Float64Array(size), (offset) => view.getFloat64(offset)) };
  }
}
