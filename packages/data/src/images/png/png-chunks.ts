import { crc32 } from "../../archives/checksum.js";
import { FileError } from "../../file-error.js";
import { wrongFormat } from "../../sources/file-formats.js";
import { type PngHeader, readHeader } from "./png-header.js";

/** The parts of a PNG that decide its pixels. */
export interface PngChunks {
  readonly header: PngHeader;
  /** Red, green and blue of each palette entry. */
  readonly palette: Uint8Array | undefined;
  /** The tRNS chunk: the palette's alpha, or the one gray or color that is transparent. */
  readonly transparency: Uint8Array | undefined;
  /** The compressed pixels, piece by piece, and where they begin. */
  readonly compressed: readonly Uint8Array[];
  readonly compressedOffset: number;
}

/** The eight bytes that every PNG begins with. */
export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const tRNS = 0x74524e53;
/** What Apple's build tools put first, where pixels are stored in another order. */
const CgBI = 0x43674249;

/** True where `bytes` begin as a PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/**
 * Splits a PNG into its chunks and checks their order, lengths and check values.
 * @throws FileError with the offset of the chunk to blame.
 * @source PNG specification (third edition), section 5
 */
export function readChunks(bytes: Uint8Array, file: string, maximumPixels: number): PngChunks {
  const refuse = (
    offset: number,
    got: string,
    expected: string,
    hint = "The picture is damaged: save it again as PNG.",
  ) => new FileError({ file, offset, got, expected, hint });
  if (!isPng(bytes)) throw wrongFormat(file, bytes, "picture");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const compressed: Uint8Array[] = [];
  let header: PngHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let compressedOffset = 0;
  for (let offset = 8; ; ) {
    if (offset + 12 > bytes.length) {
      throw refuse(bytes.length, "the end of the file", "a chunk of the PNG", "The picture was cut short.");
    }
    const length = view.getUint32(offset);
    const type = view.getUint32(offset + 4);
    const start = offset + 8;
    const end = start + length;
    if (end + 4 > bytes.length) {
      throw refuse(
        offset,
        `a chunk of ${length} bytes`,
        `at most ${bytes.length - start - 4}, which is where the file ends`,
      );
    }
    const name = String.fromCharCode(...bytes.subarray(offset + 4, start));
    const decidesPixels = (bytes[offset + 4]! & 32) === 0 || type === tRNS;
    if (decidesPixels && crc32(bytes, 0, offset + 4, end) !== view.getUint32(end)) {
      throw refuse(
        offset,
        `a ${JSON.stringify(name)} chunk whose check value is wrong`,
        crc32(bytes, 0, offset + 4, end).toString(16),
      );
    }
    if (type === CgBI) {
      const hint = "Save it as PNG again: xcrun pngcrush -revert-iphone-optimizations, or any editor.";
      throw refuse(offset, "a PNG of Apple's own kind (CgBI)", "a PNG as the standard has it", hint);
    }
    if ((type === IHDR) !== (header === undefined))
      throw refuse(offset, `a ${JSON.stringify(name)} chunk`, "IHDR, first and once");
    if (type === IHDR) {
      if (length !== 13) throw refuse(offset, `an IHDR chunk of ${length} bytes`, "13");
      header = readHeader(view, start, file, maximumPixels);
    } else if (type === IDAT) {
      if (compressed.length === 0) compressedOffset = start;
      compressed.push(bytes.subarray(start, end));
    } else if (type === PLTE) {
      if (length === 0 || length % 3 !== 0 || length > 768)
        throw refuse(offset, `a palette of ${length} bytes`, "3 to 768, by threes");
      palette = bytes.subarray(start, end);
    } else if (type === tRNS) {
      transparency = bytes.subarray(start, end);
    } else if (type === IEND) {
      break;
    } else if ((bytes[offset + 4]! & 32) === 0) {
      throw refuse(offset, `a critical chunk ${JSON.stringify(name)}`, "IHDR, PLTE, IDAT or IEND");
    }
    offset = end + 4;
  }
  if (header === undefined || compressed.length === 0)
    throw refuse(8, "a PNG without pixels", "an IDAT chunk");
  if (header.colorType === 3 && palette === undefined)
    throw refuse(8, "a palette picture without a palette", "a PLTE chunk");
  const needed = header.colorType === 0 ? 2 : header.colorType === 2 ? 6 : 0;
  if (transparency !== undefined && transparency.length < needed) {
    throw refuse(
      transparency.byteOffset - bytes.byteOffset,
      `a tRNS chunk of ${transparency.length} bytes`,
      `${needed}`,
    );
  }
  return { header, palette, transparency, compressed, compressedOffset };
}
