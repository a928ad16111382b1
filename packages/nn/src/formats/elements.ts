import { type DType, FileError, type TypedArray } from "@mnist/tensor";
import { halfToNumber } from "@mnist/tensor/internal";

/** The element types that files hold. Those that tensors here lack are read as a wider one. */
export const storedTypes = {
  float8_e4m3fn: { bytes: 1, dtype: "float32" },
  float8_e5m2: { bytes: 1, dtype: "float32" },
  float16: { bytes: 2, dtype: "float32" },
  bfloat16: { bytes: 2, dtype: "float32" },
  float32: { bytes: 4, dtype: "float32" },
  float64: { bytes: 8, dtype: "float64" },
  int8: { bytes: 1, dtype: "int32" },
  int16: { bytes: 2, dtype: "int32" },
  int32: { bytes: 4, dtype: "int32" },
  int64: { bytes: 8, dtype: "int32" },
  uint8: { bytes: 1, dtype: "uint8" },
  uint16: { bytes: 2, dtype: "int32" },
  uint32: { bytes: 4, dtype: "int32" },
  uint64: { bytes: 8, dtype: "int32" },
  bool: { bytes: 1, dtype: "bool" },
} as const satisfies Record<string, { readonly bytes: number; readonly dtype: DType }>;

export type StoredType = keyof typeof storedTypes;

/** 1 sign bit, 4 of exponent, 3 of fraction; no infinities. @source arXiv:2209.05433 */
function eighthToNumber(bits: number): number {
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits >> 3) & 0xf;
  const fraction = bits & 7;
  if ((bits & 0x7f) === 0x7f) return Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -9 : sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/** The upper half of a float32. */
function brainToNumber(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** Where elements come from: which part of a file, and where in it the part begins, in bytes. */
export interface Place {
  readonly file: string;
  readonly offset: number;
  readonly part: string;
}

type Wide = BigInt64Array | BigUint64Array | Uint32Array;

function narrow(type: StoredType, values: Wide, { file, offset, part }: Place): Int32Array {
  const narrowed = new Int32Array(values.length);
  values.forEach((value: number | bigint, i: number) => {
    narrowed[i] = Number(value);
    if (narrowed[i] === Number(value)) return;
    throw new FileError({
      file,
      offset: offset + values.BYTES_PER_ELEMENT * i,
      got: `the ${type} ${value} in ${part}`,
      expected: `a number from ${-(2 ** 31)} to ${2 ** 31 - 1}, as ${type} is read into int32`,
    });
  });
  return narrowed;
}

/**
 * The elements in `bytes`, little-endian, as the dtype of their type's row.
 *
 * @throws FileError for a whole number that int32 cannot hold.
 */
export function decodeElements(type: StoredType, bytes: Uint8Array, place: Place): TypedArray {
  const copied = new Uint8Array(bytes); // aligned, which a part of a file need not be
  const { buffer } = copied;
  switch (type) {
    case "float8_e4m3fn":
      return Float32Array.from(copied, eighthToNumber);
    case "float8_e5m2":
      return Float32Array.from(copied, (bits) => halfToNumber(bits << 8));
    case "float16":
      return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    case "bfloat16":
      return brainToNumber(new Uint16Array(buffer));
    case "float32":
      return new Float32Array(buffer);
    case "float64":
      return new Float64Array(buffer);
    case "int8":
      return Int32Array.from(new Int8Array(buffer));
    case "int16":
      return Int32Array.from(new Int16Array(buffer));
    case "int32":
      return new Int32Array(buffer);
    case "int64":
      return narrow(type, new BigInt64Array(buffer), place);
    case "uint32":
      return narrow(type, new Uint32Array(buffer), place);
    case "uint64":
      return narrow(type, new BigUint64Array(buffer), place);
    case "uint8":
    case "bool":
      return copied;
    case "uint16":
      return Int32Array.from(new Uint16Array(buffer));
  }
}

/** A tensor's values as bytes, little-endian. */
export function toBytes(values: TypedArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
