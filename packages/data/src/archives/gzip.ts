import { Gunzip } from "fflate";
import { checkSettings } from "../check-settings.js";
import { FileError, hexadecimal } from "../file-error.js";
import { type ByteSource, concatenate, pieces } from "./byte-source.js";
import { crc32 } from "./checksum.js";
import { largestRatio } from "./inflate.js";

export interface GunzipOptions {
  /** What messages call the file. */
  readonly name?: string;
  /** The most that may come out, in bytes. @default 1 GiB */
  readonly maximumBytes?: number;
  /** The most that may come out of one byte that goes in, once 32 MiB are out. @default 400 */
  readonly maximumRatio?: number;
  /** Told of what is wrong with the file but harmless. @default console.warn */
  readonly onWarning?: (warning: string) => void;
}

const ratioAppliesFrom = 2 ** 25;
/** A member's header may reach over so many bytes of earlier pieces. */
const windowBytes = 2 ** 15;

/** True where `bytes` begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The running check value and length of one member of a gzip file. */
class Member {
  private crc = 0;
  private length = 0;

  add(chunk: Uint8Array): void {
    this.crc = crc32(chunk, this.crc);
    this.length += chunk.length;
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  /** Whether eight bytes are those that close the member. */
  isClosedBy(trailer: Uint8Array): boolean {
    const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
    return (
      trailer.length === 8 &&
      view.getUint32(0, true) === this.crc &&
      view.getUint32(4, true) === this.length >>> 0
    );
  }

  /** Compares with the eight bytes that close a member, then starts afresh. */
  close(trailer: Uint8Array, name: string, offset: number): void {
    if (!this.isClosedBy(trailer)) {
      throw new FileError({
        file: name,
        offset,
        got: `a gzip trailer of ${hexadecimal(trailer)}`,
        expected: `check value ${this.crc.toString(16)} and ${this.length} bytes`,
        hint: "The file is damaged or was cut short: fetch it again.",
      });
    }
    this.crc = 0;
    this.length = 0;
  }
}

/** The piece at hand and the end of what came before it. */
class Window {
  private before: Uint8Array = new Uint8Array(0);
  private piece: Uint8Array = new Uint8Array(0);
  private start = 0;

  next(piece: Uint8Array): void {
    this.before = concatenate([this.before, this.piece]).slice(-windowBytes);
    this.start += this.piece.length;
    this.piece = piece;
  }

  /** How much of the file was seen. */
  get length(): number {
    return this.start + this.piece.length;
  }

  /** The eight bytes before an offset; fewer where they are out of reach. */
  endingAt(offset: number): Uint8Array {
    const inPiece = offset - this.start;
    if (inPiece >= 8) return this.piece.subarray(inPiece - 8, inPiece);
    const joined = concatenate([this.before, this.piece]);
    const end = Math.max(0, this.before.length + inPiece);
    return joined.subarray(Math.max(0, end - 8), end);
  }
}

/**
 * Unpacks a gzip file piece by piece; checks each member's check value and length.
 * @throws FileError where the file is damaged, cut short, or would grow past the limits, and ArgumentError for options that there are not.
 * @source RFC 1952
 */
export function* gunzipPieces(source: ByteSource, options: GunzipOptions = {}): Generator<Uint8Array> {
  checkSettings("gunzip", options, {
    name: "text",
    maximumBytes: "limit",
    maximumRatio: "limit",
    onWarning: "function",
  });
  const { name = "gzip file", maximumBytes = 2 ** 30, maximumRatio = 400 } = options;
  const { onWarning = console.warn } = options;
  const member = new Member();
  const seen = new Window();
  let ready: Uint8Array[] = [];
  let begun = false;
  let written = 0;
  const gunzip = new Gunzip((chunk) => {
    if (chunk.length === 0) return;
    written += chunk.length;
    if (written > maximumBytes || (written > ratioAppliesFrom && written > maximumRatio * seen.length)) {
      throw new FileError({
        file: name,
        offset: seen.length,
        got: `${written} bytes out of ${seen.length}, and more to come`,
        expected: `at most ${maximumBytes} bytes and a ratio of ${maximumRatio}`,
        hint: "This looks like a gzip bomb. If the file is right, raise maximumBytes or maximumRatio.",
      });
    }
    member.add(chunk);
    ready.push(chunk);
  });
  gunzip.onmember = (offset) => member.close(seen.endingAt(offset), name, offset - 8);
  /** Where the last eight bytes that close the member end, if they do in what was seen last. */
  const endOfMember = () => {
    if (member.isEmpty) return null;
    for (let end = seen.length; end > seen.length - windowBytes && end >= 8; end--)
      if (member.isClosedBy(seen.endingAt(end)))
        return end + 2 <= seen.length && isGzip(seen.endingAt(end + 2).slice(-2)) ? null : end;
    return null;
  };
  let ended: number | null = null;
  const push = (piece: Uint8Array, final: boolean) => {
    try {
      gunzip.push(piece, final);
    } catch (cause) {
      if (cause instanceof FileError) throw cause;
      const end = begun ? endOfMember() : null;
      if (end !== null) {
        ended = end;
        return;
      }
      throw new FileError(
        {
          file: name,
          offset: seen.length,
          got: `${cause instanceof Error ? cause.message : cause}`,
          expected: "a whole gzip file",
          hint: "The file is damaged or was cut short: fetch it again.",
        },
        { cause },
      );
    }
  };
  const take = (piece: Uint8Array): void => {
    seen.next(piece);
    if (ended !== null) return;
    if (!begun && seen.length >= 2) {
      if (!isGzip(seen.endingAt(2))) throw notGzip(name, seen.endingAt(2));
      begun = true;
    }
    push(piece, false);
  };
  let zeros = 0;
  for (const { piece, zerosBefore, zerosAfter } of withoutLastZeros(pieces(source))) {
    for (let left = zerosBefore; left > 0; left -= windowBytes)
      take(new Uint8Array(Math.min(left, windowBytes)));
    if (piece.length > 0) take(piece);
    zeros = zerosAfter;
    yield* ready;
    ready = [];
  }
  // The last zeros are the trailer's, or padding such as tapes have: as many are taken as the trailer needs.
  // Nothing, deflated, ends with a zero itself.
  const least = member.isEmpty ? 9 : 0;
  let taken = 0;
  while (
    ended === null &&
    taken < zeros &&
    (taken < least || !member.isClosedBy(seen.endingAt(seen.length)))
  ) {
    take(new Uint8Array(1));
    taken++;
  }
  if (!begun) throw notGzip(name, seen.endingAt(seen.length));
  if (ended === null) push(new Uint8Array(0), true);
  yield* ready;
  if (!member.isClosedBy(seen.endingAt(seen.length))) ended ??= endOfMember();
  if (ended !== null) {
    onWarning(
      `${name}: ${seen.length + zeros - taken - ended} bytes after the end of the gzip file are passed over.`,
    );
    return;
  }
  member.close(seen.endingAt(seen.length), name, Math.max(0, seen.length - 8));
  if (taken < zeros)
    onWarning(`${name}: ${zeros - taken} zeros after the end of the gzip file are passed over.`);
}

interface Piece {
  readonly piece: Uint8Array;
  /** Zeros between the piece before and this one, and those that follow as far as was read. */
  readonly zerosBefore: number;
  readonly zerosAfter: number;
}

/** Pieces without the zeros at their ends, which are counted: only what follows tells what they are. */
function* withoutLastZeros(source: Iterable<Uint8Array>): Generator<Piece> {
  let zeros = 0;
  for (const piece of source) {
    let end = piece.length;
    while (end > 0 && piece[end - 1] === 0) end--;
    const zerosBefore = end > 0 ? zeros : 0;
    zeros = piece.length - end + (end > 0 ? 0 : zeros);
    yield { piece: piece.subarray(0, end), zerosBefore, zerosAfter: zeros };
  }
}

function notGzip(name: string, start: Uint8Array): FileError {
  return new FileError({
    file: name,
    offset: 0,
    got: hexadecimal(start),
    expected: "a gzip file, which begins 1f 8b",
    hint: "A download may have saved an error page under this name.",
  });
}

/** The length that a file of one member states at its end; 0 where deflate could not have made it so small. */
function statedLength(source: ByteSource): number {
  if (!(source instanceof Uint8Array) || source.length < 18) return 0;
  const stated = new DataView(source.buffer, source.byteOffset).getUint32(source.length - 4, true);
  return stated <= source.length * largestRatio ? stated : 0;
}

/**
 * Unpacks a whole gzip file.
 * @throws FileError as {@link gunzipPieces} does.
 */
export function gunzip(source: ByteSource, options: GunzipOptions = {}): Uint8Array {
  // Room for all of it at once spares joining the pieces; what doesn't fit is joined all the same.
  const output = new Uint8Array(Math.min(statedLength(source), options.maximumBytes ?? 2 ** 30));
  const rest: Uint8Array[] = [];
  let written = 0;
  for (const piece of gunzipPieces(source, options)) {
    if (rest.length === 0 && written + piece.length <= output.length) {
      output.set(piece, written);
      written += piece.length;
    } else rest.push(piece);
  }
  const start = written === output.length ? output : output.slice(0, written);
  return rest.length === 0 ? start : concatenate([start, ...rest]);
}
