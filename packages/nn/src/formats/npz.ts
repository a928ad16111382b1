import { DataError, FileError, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type Zippable, zipSync } from "fflate";
import { isNpy, loadNpy, saveNpy } from "./npy.js";
import { unzip } from "./zip.js";

export interface NpzOptions {
  /** Whether to deflate the arrays, as numpy.savez_compressed does. */
  readonly compressed?: boolean;
}

/** The longest name that zip has room for, less ".npy". */
const longestName = 0xffff - 4;

/** The first day that zip knows, so that equal tensors make equal files. */
const earliest = new Date(1980, 0, 1);

/**
 * Tensors by name as one `.npz` file, a zip of `.npy` files.
 *
 * @throws DataError for a name that is no file's, and ArgumentError for options that there are not.
 * @source numpy.savez, numpy.savez_compressed
 * @example
 * const bytes = await saveNpz(model.stateDict(), { compressed: true });
 */
export async function saveNpz(
  tensors: Readonly<Record<string, Tensor>>,
  options: NpzOptions = {},
): Promise<Uint8Array> {
  checkOptions("saveNpz", options, { compressed: [true, false] });
  const { compressed = false } = options;
  const files: Zippable = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const isLong = new TextEncoder().encode(name).length > longestName;
    if (name === "" || name === "__proto__" || /[\\/]/.test(name) || isLong) {
      throw new DataError({
        operation: "saveNpz",
        got: `a tensor named ${JSON.stringify(name.slice(0, 100))}`,
        expected: `a file's name, of at most ${longestName} bytes`,
      });
    }
    files[`${name}.npy`] = [await saveNpy(tensor), { level: compressed ? 6 : 0, mtime: earliest }];
  }
  return zipSync(files);
}

export interface LoadNpzOptions {
  /** The most bytes that the arrays may take together. @default 64 MiB, or eight times the file where that is more */
  readonly maximumBytes?: number;
  /** The arrays to read, where others are of kinds that tensors have no place for, as text is. @default all */
  readonly only?: readonly string[];
}

/**
 * The tensors of an `.npz` file by name, each checked against its CRC-32. Files in it that are no arrays are passed over.
 *
 * @throws FileError where an array that is asked for isn't there, and naming the file, the place in it and what is wrong there.
 * @source numpy.load
 */
export function loadNpz(
  bytes: Uint8Array,
  name = "npz",
  options: LoadNpzOptions = {},
): Record<string, Tensor> {
  checkOptions("loadNpz", options, { maximumBytes: null, only: null });
  const { maximumBytes = Math.max(2 ** 26, 8 * bytes.length), only } = options;
  const tensors = new Map<string, Tensor>();
  for (const { path, content, offset } of unzip(bytes, name, maximumBytes)) {
    const key = path.replace(/\.npy$/, "");
    const isArray = path.endsWith(".npy") || isNpy(content);
    if (!isArray || (only !== undefined && !only.includes(key))) continue;
    if (tensors.has(key)) {
      throw new FileError({ file: name, offset, got: `${path} twice`, expected: "each array once" });
    }
    tensors.set(key, loadNpy(content, `${name}, array ${path}`));
  }
  const missing = only?.find((key) => !tensors.has(key));
  if (missing !== undefined)
    throw new FileError({
      file: name,
      got: `no array ${JSON.stringify(missing)}`,
      expected: "those of `only`",
    });
  return Object.fromEntries(tensors);
}
