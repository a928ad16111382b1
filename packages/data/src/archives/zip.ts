import { FileError } from "../file-error.js";
import type { ArchiveEntry } from "./archive-entry.js";
import { crc32 } from "./checksum.js";
import { inflateInto, largestRatio } from "./inflate.js";
import { safePath } from "./safe-path.js";

export interface ZipOptions {
  /** What messages call the file. */
  readonly name?: string;
  /** The most that one entry may hold, in bytes. @default 64 MiB */
  readonly maximumEntryBytes?: number;
  /** The most that all entries may hold. @default 1 GiB */
  readonly maximumBytes?: number;
}

/** What the central directory says of an entry. */
interface DirectoryEntry {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header lies, and where the directory's own line on it does. */
  readonly offset: number;
  readonly listedAt: number;
  readonly folder: boolean;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const longestComment = 0xffff;

/** True where `bytes` begin as a ZIP file does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files and folders of a ZIP archive (stored or deflated; not encrypted, not ZIP64), in the directory's order.
 * @throws FileError where the archive is damaged, cut short, holds links, overlapping entries or too much.
 * @source PKWARE APPNOTE 6.3.10
 */
export function* readZip(bytes: Uint8Array, options: ZipOptions = {}): Generator<ArchiveEntry> {
  const { name = "ZIP archive", maximumEntryBytes = 2 ** 26, maximumBytes = 2 ** 30 } = options;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view, name);
  const refuse = (offset: number, got: string, expected: string, hint = "The archive may be hostile.") =>
    new FileError({ file: name, offset, got, expected, hint });
  let total = 0;
  let end = 0;
  // Entries that share bytes are how a small archive grows without bounds.
  for (const entry of [...entries].sort((left, right) => left.offset - right.offset)) {
    if (entry.offset < end) throw refuse(entry.offset, `${entry.path} inside another entry`, "entries apart");
    end = entry.offset + 30 + entry.packedBytes;
    total += entry.bytes;
    if (
      entry.bytes > maximumEntryBytes ||
      total > maximumBytes ||
      entry.bytes > entry.packedBytes * largestRatio
    ) {
      const expected = `at most ${maximumEntryBytes} an entry, ${maximumBytes} in all, ${largestRatio} for each packed byte`;
      throw refuse(entry.listedAt, `${entry.path} of ${entry.bytes} bytes`, expected);
    }
  }
  for (const entry of entries) {
    const data = entry.folder ? new Uint8Array(0) : readEntry(bytes, view, entry, name);
    if (entry.path !== "")
      yield { kind: entry.folder ? "folder" : "file", path: entry.path, data, offset: entry.offset };
  }
}

function readDirectory(bytes: Uint8Array, view: DataView, file: string): DirectoryEntry[] {
  const refuse = (
    offset: number,
    got: string,
    expected: string,
    hint = "The archive is damaged: fetch it again.",
  ) => new FileError({ file, offset, got, expected, hint });
  let end = bytes.length - endBytes;
  const first = Math.max(0, end - longestComment);
  while (end >= first && view.getUint32(end, true) !== endSignature) end--;
  if (end < first) throw refuse(bytes.length, "no directory at the end", "a whole ZIP archive");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) {
    throw refuse(end, "a ZIP64 archive", "a plain one", "Pack it as .tgz, or into smaller archives.");
  }
  const entries: DirectoryEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== directorySignature) {
      throw refuse(at, `no entry where number ${index + 1} of ${count} should be`, "a directory entry");
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw refuse(at, `an entry up to byte ${next}`, `the directory's end at ${end}`);
    const written = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    const kind = (view.getUint32(at + 38, true) >>> 28) & 15;
    if (kind !== 0 && kind !== 4 && kind !== 8) {
      throw refuse(at, `a link or a device named ${JSON.stringify(written)}`, "files and folders");
    }
    if (view.getUint16(at + 8, true) & 1) throw refuse(at, `${written}, which is encrypted`, "no password");
    entries.push({
      path: safePath(written, file, at),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      listedAt: at,
      folder: written.endsWith("/"),
    });
    at = next;
  }
  return entries;
}

function readEntry(bytes: Uint8Array, view: DataView, entry: DirectoryEntry, file: string): Uint8Array {
  const { offset } = entry;
  const refuse = (got: string, expected: string, cause?: unknown) =>
    new FileError(
      { file, offset, got, expected, hint: "The archive is damaged: fetch it again." },
      { cause },
    );
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localSignature) {
    throw refuse(`no header of ${entry.path}`, "a local header");
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + entry.packedBytes > bytes.length) throw refuse("the end of the file", `all of ${entry.path}`);
  const packed = bytes.subarray(start, start + entry.packedBytes);
  let data: Uint8Array;
  if (entry.method === 0) data = packed;
  else if (entry.method === 8) {
    const output = new Uint8Array(entry.bytes + 1);
    try {
      data = output.subarray(0, inflateInto(packed, output));
    } catch (cause) {
      throw refuse(
        `${entry.path}, which does not unpack (${cause instanceof Error ? cause.message : cause})`,
        "deflate",
        cause,
      );
    }
  } else throw refuse(`compression ${entry.method} of ${entry.path}`, "0 (stored) or 8 (deflate)");
  if (data.length !== entry.bytes || crc32(data) !== entry.crc) {
    throw refuse(
      `${data.length} bytes of ${entry.path} with another check value`,
      `${entry.bytes} bytes, ${entry.crc.toString(16)}`,
    );
  }
  return data;
}
