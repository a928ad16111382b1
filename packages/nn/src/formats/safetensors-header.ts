import { FileError } from "@mnist/tensor";
import { type StoredType, storedTypes } from "./elements.js";
import { repeatedKey } from "./repeated-key.js";

/** How much of a file is believed. */
export interface SafetensorsLimits {
  /** The longest header, in bytes. @default 16 MiB */
  readonly maximumHeaderBytes?: number;
  /** The most tensors. @default 65,536 */
  readonly maximumTensors?: number;
}

/** A tensor as the header describes it. */
export interface Described {
  readonly key: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Where its values lie, in bytes from the file's start. */
  readonly from: number;
  readonly to: number;
}

export interface Header {
  readonly described: readonly Described[];
  readonly metadata: Readonly<Record<string, string>>;
}

export const codes: { readonly [T in StoredType]: string } = {
  float8_e4m3fn: "F8_E4M3",
  float8_e5m2: "F8_E5M2",
  float16: "F16",
  bfloat16: "BF16",
  float32: "F32",
  float64: "F64",
  int8: "I8",
  int16: "I16",
  int32: "I32",
  int64: "I64",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
};
const typesByCode = new Map(Object.entries(codes).map(([type, code]) => [code, type as StoredType]));

/** The most axes that PyTorch gives a tensor. */
const highestRank = 64;

/** The header's JSON begins there. */
export const headerStart = 8;

type Fail = (offset: number, got: string, expected: string) => never;

const failing =
  (file: string): Fail =>
  (offset, got, expected) => {
    throw new FileError({ file, offset, got, expected, hint: "Is it a safetensors file, and complete?" });
  };

/** What a file says it holds, held against its length and against limits. @throws FileError where it lies. */
export function readHeader(bytes: Uint8Array, name: string, limits: SafetensorsLimits): Header {
  const { maximumHeaderBytes = 2 ** 24, maximumTensors = 2 ** 16 } = limits;
  const fail: Fail = failing(name);
  if (bytes.length < headerStart)
    fail(0, `${bytes.length} bytes`, "at least the 8 that give the header's length");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = headerStart + length;
  if (start > bytes.length)
    fail(0, `a header of ${length} bytes in a file of ${bytes.length}`, "one that fits the file");
  if (length > maximumHeaderBytes)
    fail(0, `a header of ${length} bytes`, `at most maximumHeaderBytes, ${maximumHeaderBytes}`);
  const header = parse(bytes.subarray(headerStart, start), fail);
  const { __metadata__: metadata = {}, ...entries } = header;
  const keys = Object.keys(entries);
  if (keys.length > maximumTensors)
    fail(headerStart, `${keys.length} tensors`, `at most maximumTensors, ${maximumTensors}`);
  const described = keys.map((key) => readEntry(key, entries[key], start, fail));
  checkLayout(described, start, bytes.length, fail);
  return { described, metadata: readMetadata(metadata, fail) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let header: unknown;
  let twice: string | null = null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    header = JSON.parse(text);
    twice = repeatedKey(text);
  } catch {
    fail(headerStart, "a header that is not JSON", "a JSON object");
  }
  if (!isRecord(header)) return fail(headerStart, "a header that is not an object", "a JSON object");
  if (twice !== null) fail(headerStart, `${JSON.stringify(twice)} twice in the header`, "each name once");
  return header;
}

function readMetadata(metadata: unknown, fail: Fail): Record<string, string> {
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === "string"))
    return metadata as Record<string, string>;
  return fail(headerStart, "metadata that is not text by name", "an object of strings");
}

function isWhole(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function readEntry(key: string, entry: unknown, start: number, fail: Fail): Described {
  const { dtype: code, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const type = typeof code === "string" ? typesByCode.get(code) : undefined;
  if (type === undefined) {
    const expected = `one of ${[...typesByCode.keys()].join(", ")}`;
    return fail(headerStart, `dtype ${typeof code === "string" ? code : typeof code} of ${key}`, expected);
  }
  if (!isWhole(shape) || shape.length > highestRank || !isWhole(offsets) || offsets.length !== 2) {
    return fail(
      headerStart,
      `a description of ${key} without shape and offsets`,
      `lists of whole numbers, at most ${highestRank} axes`,
    );
  }
  const [from, to] = offsets as [number, number];
  const size = shape.reduce((product, each) => product * each, storedTypes[type].bytes);
  if (to - from !== size) {
    const got = `bytes ${from} to ${to} for ${key} of shape [${shape.join(", ")}] ${type}`;
    fail(headerStart, got, `${size} bytes`);
  }
  return { key, type, shape, from: start + from, to: start + to };
}

/** The tensors must fill what follows the header without gaps or overlaps, as the format's own reader demands. */
function checkLayout(entries: readonly Described[], start: number, length: number, fail: Fail): void {
  let end = start;
  for (const { key, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) {
      const got = `${key} at byte ${from - start} after a tensor that ends at ${end - start}`;
      fail(Math.min(from, length), got, "tensors one after the other");
    }
    end = to;
  }
  if (end !== length)
    fail(
      Math.min(end, length),
      `${length - start} bytes after the header`,
      `the ${end - start} that it describes`,
    );
}
