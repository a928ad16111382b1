import { FileError } from "@mnist/tensor";
import { inflateSync } from "fflate";
import { crc32 } from "./crc32.js";

/** A file in a zip, as the directory at its end lists it. */
interface Listed {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header lies, and where the directory's own line on it does. */
  readonly at: number;
  readonly listedAt: number;
}

/** The files in a zip by name, each as it was packed. */
export interface Unzipped {
  readonly path: string;
  readonly content: Uint8Array;
  /** Where its bytes begin in the zip. */
  readonly offset: number;
}

const signature = { end: 0x06054b50, listed: 0x02014b50, local: 0x04034b50 };
const bytesOf = { end: 22, listed: 46, local: 30 };
const longestComment = 0xffff;
/** The furthest that deflate can stretch a byte. */
const largestRatio = 1032;

/**
 * The files of a zip archive that is plain (no ZIP64, no encryption), each checked against its CRC-32 and both of its headers.
 *
 * @throws FileError where the archive is damaged, cut short, or holds more than `maximumBytes`.
 * @source PKWARE APPNOTE 6.3.10
 */
export function* unzip(bytes: Uint8Array, file: string, maximumBytes: number): Generator<Unzipped> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const listed = readDirectory(bytes, view, file);
  let claimed = 0;
  for (const { path, size, packed, listedAt } of listed) {
    claimed += size;
    if (size <= packed * largestRatio && claimed <= maximumBytes) continue;
    const got = `${path} of ${size} bytes in ${packed}, ${claimed} so far`;
    const expected = `at most maximumBytes, ${maximumBytes}, and ${largestRatio} for each packed byte`;
    throw new FileError({ file, offset: listedAt, got, expected });
  }
  for (const entry of listed) yield readFile(bytes, view, entry, file);
}

function refuse(file: string, offset: number, got: string, expected: string, cause?: unknown): never {
  throw new FileError({ file, offset, got, expected, hint: "Is it a zip file, and whole?" }, { cause });
}

function readDirectory(bytes: Uint8Array, view: DataView, file: string): Listed[] {
  let end = bytes.length - bytesOf.end;
  const first = Math.max(0, end - longestComment);
  while (end >= first && view.getUint32(end, true) !== signature.end) end--;
  if (end < first) refuse(file, 0, `${bytes.length} bytes that are no zip file`, "a zip file of .npy files");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (at === 0xffffffff || count === 0xffff)
    refuse(file, end, "a ZIP64 archive", "a plain one, up to 4 GiB and 65,534 files");
  if (at + view.getUint32(end + 12, true) !== end || view.getUint16(end + 8, true) !== count)
    refuse(file, end, `a directory from byte ${at} that does not end at ${end}`, "one that does");
  const listed: Listed[] = [];
  while (at < end) {
    const name = at + bytesOf.listed;
    if (name > end || view.getUint32(at, true) !== signature.listed)
      refuse(file, at, `no entry where number ${listed.length + 1} should be`, "one of the directory");
    const length = view.getUint16(at + 28, true);
    if (view.getUint16(at + 8, true) & 1) refuse(file, at, "an encrypted file", "one that needs no password");
    listed.push({
      path: new TextDecoder().decode(bytes.subarray(name, name + length)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
      listedAt: at,
    });
    at = name + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (at !== end || listed.length !== count)
    refuse(file, end, `${listed.length} files in a directory of ${count}`, "as many as it says");
  return listed;
}

function readFile(bytes: Uint8Array, view: DataView, entry: Listed, file: string): Unzipped {
  const { path, method, crc, packed, size, at, listedAt } = entry;
  if (at + bytesOf.local > listedAt || view.getUint32(at, true) !== signature.local)
    refuse(file, at, `no header of ${path}`, "a local header");
  const name = at + bytesOf.local;
  const length = view.getUint16(at + 26, true);
  const offset = name + length + view.getUint16(at + 28, true);
  const local = new TextDecoder().decode(bytes.subarray(name, name + length));
  const [flags, way] = [view.getUint16(at + 6, true), view.getUint16(at + 8, true)];
  if (local !== path || way !== method || flags !== view.getUint16(listedAt + 8, true))
    refuse(file, at, `${local} packed by ${way}`, `${path} packed by ${method}, as the directory says`);
  if (offset + packed > listedAt)
    refuse(file, offset, "the end of the file", `the ${packed} bytes of ${path}`);
  const content = unpack(bytes.subarray(offset, offset + packed), entry, file, offset);
  if (content.length !== size || crc32(content) !== crc)
    refuse(file, offset, `${path} with another check value`, `${size} bytes, ${crc.toString(16)}`);
  return { path, content, offset };
}

function unpack(
  packed: Uint8Array,
  { method, size, path }: Listed,
  file: string,
  offset: number,
): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8) refuse(file, offset, `compression ${method} of ${path}`, "0 (stored) or 8 (deflate)");
  try {
    return inflateSync(packed, { out: new Uint8Array(size + 1) }); // one more, to notice when there is more
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(file, offset, `${path}, which does not unpack (${reason})`, "deflate", cause);
  }
}
