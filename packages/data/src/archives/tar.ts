import { checkSettings } from "../check-settings.js";
import { FileError, hexadecimal } from "../file-error.js";
import type { ArchiveEntry } from "./archive-entry.js";
import { type ByteSource, concatenate } from "./byte-source.js";
import { decodeText } from "./decode-text.js";
import { safePath } from "./safe-path.js";

export interface TarOptions {
  /** What messages call the file. */
  readonly name?: string;
  /** The most that one entry may hold, in bytes. @default 64 MiB */
  readonly maximumEntryBytes?: number;
  /** The most entries. @default 1,000,000 */
  readonly maximumEntries?: number;
  /** Told of what is wrong with the archive but harmless. @default console.warn */
  readonly onWarning?: (warning: string) => void;
}

const block = 512;
/** The most that a long path or a pax header may take. */
const maximumNoteBytes = 2 ** 20;
/** Entries that are no file's contents, and what to pack instead. */
const others: Record<string, readonly [what: string, hint: string]> = {
  "1": ["a hard link", "Pack it with tar --hard-dereference."],
  "2": ["a symbolic link", "Pack it with tar --dereference, which puts files in place of links."],
  "3": ["a character device", "Pack pictures alone."],
  "4": ["a block device", "Pack pictures alone."],
  "6": ["a pipe", "Pack pictures alone."],
  M: ["the rest of an entry that begins in another volume", "Pack it as one archive."],
  S: ["a sparse file", "Pack it without tar --sparse."],
};
/** Of what follows, and not of the archive: L a long path, K a long link, x and g pax headers. */
const notes = "LKxg";

/** Takes exact numbers of bytes from pieces of any size. */
class Cursor {
  offset = 0;
  private readonly source: Iterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(
    source: ByteSource,
    private readonly name: string,
  ) {
    this.source = source instanceof Uint8Array ? [source][Symbol.iterator]() : source[Symbol.iterator]();
  }

  /** The next `length` bytes: a view where one piece holds them all. */
  take(length: number): Uint8Array {
    const start = this.offset;
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0; ) {
      if (this.at === this.piece.length && !this.refill()) {
        throw new FileError({
          file: this.name,
          offset: this.offset,
          got: "the end of the file",
          expected: `${length} bytes from byte ${start} on`,
          hint: "The archive was cut short: fetch it again.",
        });
      }
      const part = this.piece.subarray(this.at, this.at + missing);
      this.at += part.length;
      this.offset += part.length;
      missing -= part.length;
      parts.push(part);
    }
    return concatenate(parts);
  }

  /** Whether all was taken. */
  get isAtEnd(): boolean {
    while (this.at === this.piece.length) if (!this.refill()) return true;
    return false;
  }

  /** Reads what is left, so that a compressed source checks its own end. */
  drain(): void {
    while (this.refill());
  }

  private refill(): boolean {
    const next = this.source.next();
    if (next.done) return false;
    this.piece = next.value;
    this.at = 0;
    return true;
  }
}

/** Text up to the first zero byte. */
function text(bytes: Uint8Array, start: number, length: number): string {
  let end = start;
  while (end < start + length && bytes[end] !== 0) end++;
  let ascii = "";
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 127) return decodeText(bytes.subarray(start, end));
    ascii += String.fromCharCode(byte);
  }
  return ascii;
}

/** An octal field, or base 256 where its first bit is set; NaN when it is neither. */
function number(header: Uint8Array, start: number, length: number): number {
  if (header[start]! & 0x80) {
    let value = header[start]! & 0x7f;
    for (let at = start + 1; at < start + length; at++) value = value * 256 + header[at]!;
    return value;
  }
  const digits = text(header, start, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function checksumOf(header: Uint8Array): number {
  let sum = 8 * 32;
  for (let at = 0; at < 148; at++) sum += header[at]!;
  for (let at = 156; at < block; at++) sum += header[at]!;
  return sum;
}

/** The `LENGTH key=value` records of a pax header; null where they are none. A length counts its own digits. */
function paxRecords(data: Uint8Array): Map<string, string> | null {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length && data[at] !== 0; ) {
    const space = data.indexOf(0x20, at);
    const length = decimal(new TextDecoder().decode(data.subarray(at, Math.max(at, space))));
    const end = at + length;
    if (!(end > space && end <= data.length) || data[end - 1] !== 0x0a) return null;
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(decodeText(data.subarray(space + 1, end - 1))) ?? [];
    if (key === undefined || value === undefined) return null;
    records.set(key, value);
    at = end;
  }
  return records;
}

/** A number of decimal digits and nothing else; NaN where it is none. */
function decimal(digits: string): number {
  return /^[0-9]{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

/**
 * The files and folders of a tar archive (ustar, GNU and pax), one after another. Names that are not UTF-8 are read as
 * Latin-1; labels and the lists of incremental archives are passed over.
 * @throws FileError where the archive is damaged, cut short, holds a link, a device or a sparse file, or leaves its folder,
 * and ArgumentError for options that there are not, both once entries are asked for.
 */
export function* readTar(source: ByteSource, options: TarOptions = {}): Generator<ArchiveEntry> {
  checkSettings("readTar", options, {
    name: "text",
    maximumEntryBytes: "limit",
    maximumEntries: "limit",
    onWarning: "function",
  });
  const { name = "tar archive", maximumEntryBytes = 2 ** 26, maximumEntries = 1e6 } = options;
  const { onWarning = console.warn } = options;
  const cursor = new Cursor(source, name);
  let longPath: string | undefined;
  let longSize: number | undefined;
  let isSparse = false;
  for (let entries = 0; ; ) {
    const offset = cursor.offset;
    const refuse = (got: string, expected: string, hint = "The archive is damaged: fetch it again.") =>
      new FileError({ file: name, offset, got, expected, hint });
    if (entries > 0 && cursor.isAtEnd) {
      onWarning(`${name}: the archive ends without the blocks of zeros that close it.`);
      break;
    }
    const header = cursor.take(block);
    if (header[0] === 0 && header.every((byte) => byte === 0)) break;
    if (number(header, 148, 8) !== checksumOf(header)) {
      throw refuse(`a header that begins ${hexadecimal(header)}`, "a tar header with the right checksum");
    }
    const type = String.fromCharCode(header[156] || 48);
    const isNote = notes.includes(type);
    // GNU tar writes its label (tar -V) with an empty field.
    const stated = type === "V" && header[124] === 0 ? 0 : number(header, 124, 12);
    const size = (isNote ? undefined : longSize) ?? stated;
    const limit = isNote ? maximumNoteBytes : maximumEntryBytes;
    if (!(Number.isSafeInteger(size) && size >= 0 && size <= limit)) {
      throw refuse(
        `an entry of ${size} bytes`,
        `at most ${limit}`,
        Number.isNaN(size) ? undefined : "Raise maximumEntryBytes if it is right.",
      );
    }
    if (++entries > maximumEntries) throw refuse(`more than ${maximumEntries} entries`, "fewer");
    const data = cursor.take(size);
    cursor.take((block - (size % block)) % block);
    if (type === "L") longPath = text(data, 0, data.length);
    else if (type === "x") {
      const records = paxRecords(data);
      if (records === null) throw refuse("a pax header that is none", "records of length, key and value");
      longPath = records.get("path") ?? longPath;
      isSparse = records.has("GNU.sparse.name") || records.has("GNU.sparse.size");
      const written = records.get("size");
      longSize = written === undefined ? undefined : decimal(written);
      if (Number.isNaN(longSize)) throw refuse(`a pax size of ${JSON.stringify(written)}`, "decimal digits");
    } else if (!isNote && type !== "V") {
      const prefix = text(header, 257, 5) === "ustar" && header[262] === 0 ? text(header, 345, 155) : "";
      const written = longPath ?? (prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100));
      // D: a folder of an incremental archive (tar -g), with a list of what was in it.
      if (!"057D".includes(type) || isSparse) {
        const kind = `an entry of type ${JSON.stringify(type)}`;
        const [what, hint] = others[isSparse ? "S" : type] ?? [kind, "Pack it with tar or zip."];
        throw refuse(`${what} named ${JSON.stringify(written)}`, "files and folders", hint);
      }
      const path = safePath(written, name, offset);
      longPath = longSize = undefined;
      const folder = type === "5" || type === "D" || written.endsWith("/");
      if (path !== "")
        yield { kind: folder ? "folder" : "file", path, data: folder ? data.subarray(0, 0) : data, offset };
    }
  }
  cursor.drain();
}
