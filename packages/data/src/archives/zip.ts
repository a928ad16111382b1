import { checkSettings } from "../check-settings.js";
import { FileError } from "../file-error.js";
import type { ArchiveEntry } from "./archive-entry.js";
import { crc32 } from "./checksum.js";
import { decodeZipName } from "./decode-text.js";
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
const locatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const endBytes = 22;
const locatorBytes = 20;
const end64Bytes = 56;
const longestComment = 0xffff;

/** True where `bytes` begin as a ZIP file does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files and folders of a ZIP archive (stored or deflated; not encrypted), in the directory's order. ZIP64 is read, and
 * so is an archive with a program before it.
 * @throws FileError where the archive is damaged, cut short, holds links, overlapping entries or too much, and ArgumentError for
 * options that there are not, both once entries are asked for.
 * @source PKWARE APPNOTE 6.3.10
 */
export function* readZip(bytes: Uint8Array, options: ZipOptions = {}): Generator<ArchiveEntry> {
  checkSettings("readZip", options, { name: "text", maximumEntryBytes: "limit", maximumBytes: "limit" });
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

/** Where the record that ends an archive begins; null where there is none. */
export function endOfZip(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = Math.max(0, bytes.length - endBytes - longestComment);
  for (let end = bytes.length - endBytes; end >= first; end--)
    if (view.getUint32(end, true) === endSignature) return end;
  return null;
}

/** Where the directory lies, and how many bytes come before what the archive counts as its first. */
interface Directory {
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly shift: number;
}

function findDirectory(bytes: Uint8Array, view: DataView, refuse: Refuse): Directory {
  const end = endOfZip(bytes);
  if (end === null) throw refuse(bytes.length, "no directory at the end", "a whole ZIP archive");
  const count = view.getUint16(end + 10, true);
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const locator = end - locatorBytes;
  if (locator >= end64Bytes && view.getUint32(locator, true) === locatorSignature) {
    const at = locator - end64Bytes;
    if (view.getUint32(at, true) !== end64Signature)
      throw refuse(at, "no ZIP64 record before its locator", "one of 56 bytes");
    const [many, long, first] = [32, 40, 48].map((field) => Number(view.getBigUint64(at + field, true)));
    return placed(first!, long!, at, many!, refuse);
  }
  return placed(start, size, end, count, refuse);
}

function placed(start: number, size: number, end: number, count: number, refuse: Refuse): Directory {
  const shift = end - size - start;
  if (shift < 0 || size > end)
    throw refuse(end, `a directory of ${size} bytes from byte ${start}`, `one that ends at ${end}`);
  return { start: end - size, end, count, shift };
}

type Refuse = (offset: number, got: string, expected: string, hint?: string) => FileError;

/** The numbers that stand in an entry's ZIP64 field, for each of these that the entry itself has no room for. */
function widened(extra: Uint8Array, numbers: readonly number[]): number[] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    return numbers.map((number) => {
      if (number !== 0xffffffff || field + 8 > extra.length) return number;
      field += 8;
      return Number(view.getBigUint64(field - 8, true));
    });
  }
  return [...numbers];
}

function readDirectory(bytes: Uint8Array, view: DataView, file: string): DirectoryEntry[] {
  const refuse: Refuse = (offset, got, expected, hint = "The archive is damaged: fetch it again.") =>
    new FileError({ file, offset, got, expected, hint });
  const { start, end, count, shift } = findDirectory(bytes, view, refuse);
  const entries: DirectoryEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== directorySignature) {
      throw refuse(at, `no entry where number ${index + 1} of ${count} should be`, "a directory entry");
    }
    const name = at + 46;
    const extra = name + view.getUint16(at + 28, true);
    const comment = extra + view.getUint16(at + 30, true);
    const next = comment + view.getUint16(at + 32, true);
    if (next > end) throw refuse(at, `an entry up to byte ${next}`, `the directory's end at ${end}`);
    const written = decodeZipName(bytes.subarray(name, extra));
    const kind = (view.getUint32(at + 38, true) >>> 28) & 15;
    if (kind !== 0 && kind !== 4 && kind !== 8) {
      const hint = "Pack it with the files in place of links, as zip does unless told otherwise.";
      throw refuse(at, `a link or a device named ${JSON.stringify(written)}`, "files and folders", hint);
    }
    if (view.getUint16(at + 8, true) & 1)
      throw refuse(at, `${written}, which is encrypted`, "no password", "Pack it without one.");
    const stated = [24, 20, 42].map((field) => view.getUint32(at + field, true));
    const [size, packed, offset] = widened(bytes.subarray(extra, comment), stated);
    // On Unix a backslash is a letter of a name.
    const isFromUnix = view.getUint8(at + 5) === 3;
    entries.push({
      path: safePath(written, file, at, isFromUnix ? /\// : /[\\/]/),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: packed!,
      bytes: size!,
      offset: offset! + shift,
      listedAt: at,
      folder: written.endsWith("/"),
    });
    at = next;
  }
  return entries;
}

/** The ways to pack that archivers have besides deflate. */
const methods: Record<number, string> = {
  1: "shrink",
  6: "implode",
  9: "deflate64",
  12: "bzip2",
  14: "LZMA",
};

function readEntry(bytes: Uint8Array, view: DataView, entry: DirectoryEntry, file: string): Uint8Array {
  const { offset } = entry;
  const damaged = "The archive is damaged: fetch it again.";
  const refuse = (got: string, expected: string, cause?: unknown, hint = damaged) =>
    new FileError({ file, offset, got, expected, hint }, { cause });
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
  } else {
    const way = methods[entry.method] ?? "another";
    const got = `compression ${entry.method} (${way}) of ${entry.path}`;
    throw refuse(
      got,
      "0 (stored) or 8 (deflate)",
      undefined,
      "Pack it with deflate, which is zip's own way.",
    );
  }
  if (data.length !== entry.bytes || crc32(data) !== entry.crc) {
    throw refuse(
      `${data.length} bytes of ${entry.path} with another check value`,
      `${entry.bytes} bytes, ${entry.crc.toString(16)}`,
    );
  }
  return data;
}
