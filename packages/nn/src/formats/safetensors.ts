import { DataError, type DType, fromData, kinds, type Tensor, type TypedArray } from "@mnist/tensor";

export interface Safetensors {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const names: { readonly [D in DType]: string } = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  uint8: "U8",
  bool: "BOOL",
};
const dtypes = new Map(Object.entries(names).map(([dtype, name]) => [name, dtype as DType]));

/** Headers beyond this are refused, as the format's own reader does. */
const largestHeader = 100_000_000;
const alignment = 8;

/**
 * Tensors by name as one safetensors file, with text as metadata. PyTorch's `safetensors` reads it.
 *
 * @source https://github.com/huggingface/safetensors, the format's description
 */
export async function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = await tensor.data();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    header[name] = {
      dtype: names[tensor.dtype],
      shape: tensor.shape,
      data_offsets: [offset, offset + bytes.length],
    };
    offset += bytes.length;
    parts.push(bytes);
  }
  const text = JSON.stringify(header);
  const padded = new TextEncoder().encode(text);
  const length = Math.ceil(padded.length / alignment) * alignment;
  const file = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(padded, 8);
  let at = 8 + length;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/**
 * The tensors and metadata of a safetensors file.
 *
 * @throws DataError naming the file and where it goes wrong.
 */
export function loadSafetensors(bytes: Uint8Array, name = "safetensors"): Safetensors {
  const { header, start } = readHeader(bytes, name);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors: Record<string, Tensor> = {};
  for (const [key, entry] of Object.entries(entries))
    tensors[key] = readTensor(bytes, start, key, entry, name);
  return { tensors, metadata: readMetadata(metadata, name) };
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
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch {
    fail(name, "a header at offset 8 that is not JSON", "a JSON object");
  }
  if (!isRecord(header)) fail(name, "a header at offset 8 that is not an object", "a JSON object");
  return { header, start: 8 + length };
}

function readMetadata(metadata: unknown, name: string): Record<string, string> {
  if (!isRecord(metadata) || Object.values(metadata).some((value) => typeof value !== "string")) {
    fail(name, "metadata that is not text by name", "an object of strings");
  }
  return metadata as Record<string, string>;
}

function readTensor(bytes: Uint8Array, start: number, key: string, entry: unknown, name: string): Tensor {
  const { dtype: code, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const dtype = dtypes.get(String(code));
  if (dtype === undefined) fail(name, `dtype ${String(code)} of ${key}`, [...dtypes.keys()].join(", "));
  const whole = (value: unknown): value is number[] =>
    Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);
  if (!whole(shape) || !whole(offsets) || offsets.length !== 2) {
    fail(name, `a description of ${key} without shape and offsets`, "lists of whole numbers");
  }
  const [from, to] = offsets as [number, number];
  const size = shape.reduce((product, each) => product * each, 1) * kinds[dtype].bytes;
  if (to - from !== size || start + to > bytes.length) {
    fail(
      name,
      `bytes ${from} to ${to} for ${key} of shape [${shape.join(", ")}] ${dtype}`,
      `${size} bytes within the file`,
    );
  }
  const copied = new Uint8Array(bytes.subarray(start + from, start + to)); // a copy, aligned; a Buffer's slice is neither
  const values = dtype === "bool" || dtype === "uint8" ? copied : view(copied.buffer, dtype);
  return fromData(values, shape, { dtype });
}

function view(buffer: ArrayBuffer, dtype: "float32" | "float64" | "int32"): TypedArray {
  if (dtype === "float32") return new Float32Array(buffer);
  return dtype === "float64" ? new Float64Array(buffer) : new Int32Array(buffer);
}
