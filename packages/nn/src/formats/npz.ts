import { DataError, type Tensor } from "@mnist/tensor";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { loadNpy, saveNpy } from "./npy.js";

export interface NpzOptions {
  /** Whether to deflate the arrays, as numpy.savez_compressed does. */
  readonly compressed?: boolean;
}

/** The furthest that deflate can stretch a byte. */
const largestRatio = 1032;
/** Bytes that a file's line in a zip's directory takes at least. */
const smallestEntry = 46;
/** The first day that zip knows, so that equal tensors make equal files. */
const earliest = new Date(1980, 0, 1);

/**
 * Tensors by name as one `.npz` file, a zip of `.npy` files.
 *
 * @throws DataError for a name that is no file's.
 * @source numpy.savez, numpy.savez_compressed
 * @example
 * const bytes = await saveNpz(model.stateDict(), { compressed: true });
 */
export async function saveNpz(
  tensors: Readonly<Record<string, Tensor>>,
  { compressed = false }: NpzOptions = {},
): Promise<Uint8Array> {
  const files: Zippable = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    if (name === "" || name === "__proto__" || /[\\/]/.test(name)) {
      throw new DataError({
        operation: "saveNpz",
        got: `a tensor named ${JSON.stringify(name)}`,
        expected: "a file's name",
      });
    }
    files[`${name}.npy`] = [await saveNpy(tensor), { level: compressed ? 6 : 0, mtime: earliest }];
  }
  return zipSync(files);
}

/**
 * The tensors of an `.npz` file by name.
 *
 * @throws DataError naming the file, the array and what is wrong with it.
 * @source numpy.load
 */
export function loadNpz(bytes: Uint8Array, name = "npz"): Record<string, Tensor> {
  const files = unzip(bytes, name);
  const tensors = files.map(([path, content]): [string, Tensor] => [
    path.replace(/\.npy$/, ""),
    loadNpy(content, `${name}, array ${path}`),
  ]);
  return Object.fromEntries(tensors);
}

function unzip(bytes: Uint8Array, name: string): [string, Uint8Array][] {
  const expected = "a zip file of .npy files";
  let entries = 0;
  let claimed = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ originalSize }) {
        entries++;
        claimed += originalSize;
        if (entries * smallestEntry <= bytes.length && claimed <= bytes.length * largestRatio) return true;
        const got = `${bytes.length} bytes that claim to hold ${claimed} in ${entries} files`;
        throw new DataError({ operation: name, got, expected });
      },
    });
    return Object.entries(files);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const got = `${bytes.length} bytes that are no zip file`;
    throw new DataError({ operation: name, got, expected }, { cause });
  }
}
