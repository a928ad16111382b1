import { type DType, FileError, fromData, type Shape, type Tensor } from "@mnist/tensor";
import { parseNpyHeader } from "@mnist/tensor/internal";
import { decodeElements, type StoredType, storedTypes, toBytes } from "./elements.js";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const alignment = 64;
/** The most axes that NumPy gives an array. */
const highestRank = 64;

/** NumPy's codes, less the byte order before them. */
const types: Readonly<Record<string, StoredType>> = {
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
};

const written: { readonly [D in DType]: string } = {
  float32: "<f4",
  float64: "<f8",
  int32: "<i4",
  uint8: "|u1",
  bool: "|b1",
};

/**
 * A tensor as an `.npy` file.
 *
 * @source numpy.save, numpy.lib.format
 * @example
 * loadNpy(await saveNpy(arange(3))).arraySync() // [0, 1, 2]
 */
export async function saveNpy(tensor: Tensor): Promise<Uint8Array> {
  const content = toBytes(await tensor.data());
  const sizes = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(", ");
  const text = `{'descr': '${written[tensor.dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + text.length + 1) / alignment) * alignment;
  const file = new Uint8Array(start + content.length).fill(0x20, 10, start);
  file.set([...magic, 1, 0]);
  new DataView(file.buffer).setUint16(8, start - 10, true);
  file.set(new TextEncoder().encode(text), 10);
  file[start - 1] = 0x0a;
  file.set(content, start);
  return file;
}

/**
 * The tensor of an `.npy` file, in C or Fortran order and either byte order. float16 is read as float32, int64,
 * unsigned and narrow integers as int32.
 *
 * @throws FileError naming the file, the place in it and what is wrong there.
 * @source numpy.load
 */
export function loadNpy(bytes: Uint8Array, name = "npy"): Tensor {
  const { text, start } = readHeader(bytes, name);
  const { type, isBigEndian, isColumnMajor, shape } = parseHeader(text, name);
  const width = storedTypes[type].bytes;
  const size = shape.reduce((product, each) => product * each, width);
  if (bytes.length - start !== size) {
    const got = `${bytes.length - start} bytes after the header for shape [${shape.join(", ")}] ${type}`;
    fail(name, start, got, `${size} bytes`);
  }
  const content = bytes.subarray(start);
  const place = { file: name, offset: start, part: "the array" };
  const values = decodeElements(type, isBigEndian ? swapped(content, width) : content, place);
  const dtype: DType = storedTypes[type].dtype;
  if (!isColumnMajor) return fromData(values, shape, { dtype });
  return fromData(values, shape.toReversed(), { dtype })
    .permute(shape.map((_, axis) => shape.length - 1 - axis))
    .contiguous();
}

/** Whether bytes begin as an `.npy` file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function fail(file: string, offset: number, got: string, expected: string): never {
  throw new FileError({ file, offset, got, expected, hint: "Is it an .npy file, and complete?" });
}

function readHeader(bytes: Uint8Array, name: string): { text: string; start: number } {
  const [major = 0] = bytes.subarray(6, 7);
  const lengthBytes = major === 1 ? 2 : 4;
  const at = 8 + lengthBytes;
  if (!isNpy(bytes) || bytes.length < at) {
    fail(name, 0, `${bytes.length} bytes without NumPy's mark`, "a file that begins with \\x93NUMPY");
  }
  if (major < 1 || major > 3) fail(name, 6, `format version ${major}`, "1, 2 or 3");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (at + length > bytes.length) {
    fail(name, 8, `a header of ${length} bytes in a file of ${bytes.length}`, "one that fits the file");
  }
  return { text: new TextDecoder().decode(bytes.subarray(at, at + length)), start: at + length };
}

interface Header {
  readonly type: StoredType;
  readonly isBigEndian: boolean;
  readonly isColumnMajor: boolean;
  readonly shape: Shape;
}

function parseHeader(text: string, name: string): Header {
  const found = parseNpyHeader(text);
  const code = found?.code ?? "";
  const type = Object.hasOwn(types, code) ? types[code] : undefined;
  if (found === null || type === undefined) {
    fail(
      name,
      8,
      `the header ${text.trim().slice(0, 100)}`,
      `numbers of types ${Object.keys(types).join(", ")}`,
    );
  }
  const { isBigEndian, isColumnMajor, sizes, shape } = found;
  if (!shape.every(Number.isSafeInteger)) fail(name, 8, `shape ${sizes}`, "sizes below 2⁵³");
  if (shape.length > highestRank) fail(name, 8, `${shape.length} axes`, `at most ${highestRank}`);
  return { type, isBigEndian, isColumnMajor, shape };
}

/** Each element's bytes the other way round. */
function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes);
  for (let i = 0; i + width <= result.length; i += width) result.subarray(i, i + width).reverse();
  return result;
}
