import { DataError, type DType, fromData, type Tensor } from "@mnist/tensor";
import { kinds } from "@mnist/tensor/internal";
import { decodeElements, type StoredType, storedTypes, toBytes } from "./elements.js";
import { repeatedKey } from "./repeated-key.js";

export interface Safetensors {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const codes: { readonly [T in StoredType]: string } = {
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
  bool: "BOOL",
};
const typesByCode = new Map(Object.entries(codes).map(([type, code]) => [code, type as StoredType]));

/** Headers beyond this are refused, as the format's own reader does. */
const largestHeader = 100_000_000;
const alignment = 8;

/**
 * Tensors by name as one safetensors file, with text as metadata. PyTorch's `safetensors` reads it.
 *
 * @source https://github.com/huggingface/safetensors, the format's description
 * @example
 * const bytes = await saveSafetensors(model.stateDict(), { epochs: "5" });
 * loadSafetensors(bytes).metadata.epochs // "5"
 */
export async function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const entries = Object.entries(tensors);
  const contents = new Map<string, { bytes: Uint8Array; from: number }>();
  let size = 0;
  for (const [name, tensor] of widestFirst(entries)) {
    const bytes = toBytes(await tensor.data());
    contents.set(name, { bytes, from: size });
    size += bytes.length;
  }
  const described = entries.map(([name, { dtype, shape }]) => {
    const { bytes, from } = contents.get(name)!;
    return [name, { dtype: codes[dtype], shape, data_offsets: [from, from + bytes.length] }] as const;
  });
  const notes = Object.keys(metadata).length > 0 ? [["__metadata__", metadata] as const] : [];
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...notes, ...described])));
  const start = 8 + Math.ceil(header.length / alignment) * alignment;
  const file = new Uint8Array(start + size).fill(0x20, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(header, 8);
  for (const { bytes, from } of contents.values()) file.set(bytes, start + from);
  return file;
}

/** In an order in which every tensor lies at a multiple of its elements' size, as some readers need it. */
function widestFirst(entries: readonly (readonly [string, Tensor])[]): (readonly [string, Tensor])[] {
  return entries.toSorted(([, a], [, b]) => kinds[b.dtype].bytes - kinds[a.dtype].bytes);
}

/**
 * The tensors and metadata of a safetensors file. float16 and bfloat16 are read as float32, int64 and the narrow
 * integers as int32.
 *
 * @throws DataError naming the file and where it goes wrong.
 */
export function loadSafetensors(bytes: Uint8Array, name = "safetensors"): Safetensors {
  const { header, start } = readHeader(bytes, name);
  const { __metadata__: metadata = {}, ...entries } = header;
  const described = Object.entries(entries).map(([key, entry]) => readEntry(key, entry, name));
  checkLayout(described, bytes.length - start, name);
  const tensors = described.map(({ key, type, shape, from, to }): [string, Tensor] => {
    const values = decodeElements(type, bytes.subarray(start + from, start + to), `${name}, tensor ${key}`);
    const dtype: DType = storedTypes[type].dtype;
    return [key, fromData(values, shape, { dtype })];
  });
  return { tensors: Object.fromEntries(tensors), metadata: readMetadata(metadata, name) };
}

function fail(name: string, got: string, expected: string): never {
  throw new DataError({ operation: name, got, expected, hint: "Is it a safetensors file, and complete?" });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readHeader(bytes: Uint8Array, name: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) fail(name, `${bytes.length} bytes`, "at least the 8 that give the header's length");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > bytes.length) {
    fail(
      name,
      `a header of ${length} bytes at offset 0 in a file of ${bytes.length}`,
      "one that fits the file",
    );
  }
  let header: unknown;
  let twice: string | null = null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
    twice = repeatedKey(text);
  } catch {
    fail(name, "a header at offset 8 that is not JSON", "a JSON object");
  }
  if (!isRecord(header)) fail(name, "a header at offset 8 that is not an object", "a JSON object");
  if (twice !== null) fail(name, `${JSON.stringify(twice)} twice in the header`, "each name once");
  return { header, start: 8 + length };
}

function readMetadata(metadata: unknown, name: string): Record<string, string> {
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== "string")) {
    fail(name, "metadata that is not text by name", "an object of strings");
  }
  return metadata as Record<string, string>;
}

interface Entry {
  readonly key: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function isWhole(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
}

function readEntry(key: string, entry: unknown, name: string): Entry {
  const { dtype: code, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const type = typesByCode.get(String(code));
  if (type === undefined) fail(name, `dtype ${String(code)} of ${key}`, [...typesByCode.keys()].join(", "));
  if (!isWhole(shape) || !isWhole(offsets) || offsets.length !== 2) {
    fail(name, `a description of ${key} without shape and offsets`, "lists of whole numbers");
  }
  const [from, to] = offsets as [number, number];
  const size = shape.reduce((product, each) => product * each, storedTypes[type].bytes);
  if (to - from !== size) {
    const got = `bytes ${from} to ${to} for ${key} of shape [${shape.join(", ")}] ${type}`;
    fail(name, got, `${size} bytes`);
  }
  return { key, type, shape, from, to };
}

/** The tensors must fill what follows the header without gaps or overlaps, as the format's own reader demands. */
function checkLayout(entries: readonly Entry[], size: number, name: string): void {
  let end = 0;
  for (const { key, from, to } of entries.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end) {
      fail(name, `${key} at byte ${from} after a tensor that ends at ${end}`, "tensors one after the other");
    }
    end = to;
  }
  if (end !== size) fail(name, `${size} bytes after the header`, `the ${end} that it describes`);
}
