import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { gunzip, isGzip } from "../archives/gzip.js";
import type { NamedBytes } from "../sources/digit-files.js";
import { readWholeFile } from "./read-file.js";

/** The most that a data set's file may unpack to. */
const maximumBytes = 2 ** 28;

/**
 * A file with its name, unpacked where it is packed.
 * @throws FileError where it cannot be read or unpacked.
 */
export function namedFile(path: string): NamedBytes {
  const name = basename(path);
  const bytes = readWholeFile(path);
  return { name, bytes: isGzip(bytes) ? unpacked(bytes, name) : bytes };
}

/** Node's own gunzip takes half the time; what it refuses goes to ours, which says where the file is wrong. */
function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maximumBytes });
  } catch {
    return gunzip(bytes, { name, maximumBytes });
  }
}
