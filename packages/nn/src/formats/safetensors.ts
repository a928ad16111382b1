import { ArgumentError, type DType, fromData, type Tensor } from "@mnist/tensor";
import { checkOptions, kinds } from "@mnist/tensor/internal";
import { decodeElements, storedTypes, toBytes } from "./elements.js";
import { checkMetadata } from "./metadata.js";
import { codes, headerStart, readHeader, type SafetensorsLimits } from "./safetensors-header.js";
import { checkSeal, seal, sealableHeader, sealName } from "./sealed-header.js";

export interface Safetensors {
  readonly tensors: Record<string, Tensor>;
  /** Without the digest. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether the file carried its digest, as those of `saveSafetensors` do, and is what it was when it was written. */
  readonly isSealed: boolean;
}

export type { SafetensorsLimits };

const alignment = 8;
const reserved = "__metadata__";

/**
 * Tensors by name as one safetensors file, with text as metadata. PyTorch's `safetensors` reads it. Its metadata also holds
 * the file's SHA-256, so that damage is noticed when it is read here.
 *
 * @throws ArgumentError for a tensor named `__metadata__`, which the format keeps for itself.
 * @source https://github.com/huggingface/safetensors, the format's description
 * @example
 * const bytes = await saveSafetensors(model.stateDict(), { epochs: "5" });
 * loadSafetensors(bytes).metadata.epochs // "5"
 */
export async function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  checkNames(tensors, metadata);
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
  const header = sealableHeader(metadata, described);
  const start = headerStart + Math.ceil(header.length / alignment) * alignment;
  const file = new Uint8Array(start + size).fill(0x20, headerStart, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - headerStart), true);
  file.set(header, headerStart);
  for (const { bytes, from } of contents.values()) file.set(bytes, start + from);
  seal(file);
  return file;
}

function checkNames(tensors: object, metadata: Readonly<Record<string, string>>): void {
  const operation = "saveSafetensors";
  if (Object.hasOwn(tensors, reserved)) {
    const got = `a tensor named ${reserved}`;
    throw new ArgumentError({ operation, got, expected: "another name, as the format keeps this one" });
  }
  checkMetadata(operation, metadata);
}

/** In an order in which every tensor lies at a multiple of its elements' size, as some readers need it. */
function widestFirst(entries: readonly (readonly [string, Tensor])[]): (readonly [string, Tensor])[] {
  return entries.toSorted(([, a], [, b]) => kinds[b.dtype].bytes - kinds[a.dtype].bytes);
}

/**
 * The tensors and metadata of a safetensors file. Narrow floats are read as float32, int64, unsigned and narrow
 * integers as int32.
 *
 * @throws FileError naming the file and where it goes wrong: no such file, one that is not whole, one that was changed since
 * `saveSafetensors` wrote it.
 */
export function loadSafetensors(
  bytes: Uint8Array,
  name = "safetensors",
  limits: SafetensorsLimits = {},
): Safetensors {
  checkOptions("loadSafetensors", limits, { maximumHeaderBytes: null, maximumTensors: null });
  const { described, metadata: all } = readHeader(bytes, name, limits);
  const { [sealName]: digest, ...metadata } = all;
  if (digest !== undefined) checkSeal(bytes, digest, name);
  const tensors = described.map(({ key, type, shape, from, to }): [string, Tensor] => {
    const values = decodeElements(type, bytes.subarray(from, to), {
      file: name,
      offset: from,
      part: `tensor ${key}`,
    });
    const dtype: DType = storedTypes[type].dtype;
    return [key, fromData(values, shape, { dtype })];
  });
  return { tensors: Object.fromEntries(tensors), metadata, isSealed: digest !== undefined };
}
