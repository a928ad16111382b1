import { concatenate } from "../../archives/byte-source.js";
import { adler32 } from "../../archives/checksum.js";
import { inflateInto, largestRatio } from "../../archives/inflate.js";
import { FileError } from "../../file-error.js";

/** Kept between calls, so that 70,000 small pictures do not make 70,000 arrays. */
let scratch = new Uint8Array(0);
const largestScratch = 2 ** 16;

/**
 * Unpacks a PNG's pixels: exactly `length` bytes, in an array that the next call may write over.
 * @throws FileError where the stream is damaged, too short, or could not hold so much.
 * @source RFC 1950
 */
export function inflatePixels(
  parts: readonly Uint8Array[],
  length: number,
  file: string,
  offset: number,
): Uint8Array {
  const refuse = (got: string, expected: string, cause?: unknown) =>
    new FileError(
      { file, offset, got, expected, hint: "The picture is damaged: save it again as PNG." },
      { cause },
    );
  const stream = concatenate(parts);
  if (stream.length * largestRatio < length) {
    const expected = `at least ${Math.ceil(length / largestRatio)} for the size in the header`;
    throw refuse(`${stream.length} compressed bytes`, expected);
  }
  const [method = 0, flags = 0] = stream;
  if ((method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || flags & 32 || stream.length < 6) {
    throw refuse("a zlib header that is wrong", "deflate without a dictionary");
  }
  // One byte more than needed tells a stream that holds too much.
  const output = roomFor(length + 1);
  let written: number;
  try {
    written = inflateInto(stream.subarray(2, -4), output);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`pixels that do not unpack (${reason})`, `${length} bytes`, cause);
  }
  if (written < length) throw refuse(`${written} bytes of pixels`, `${length} for the size in the header`);
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const wanted = view.getUint32(stream.length - 4);
  if (written === length && adler32(output, length) !== wanted) {
    throw refuse("pixels whose check value is wrong", wanted.toString(16));
  }
  return output;
}

function roomFor(length: number): Uint8Array {
  if (length > largestScratch) return new Uint8Array(length);
  if (scratch.length !== length) scratch = new Uint8Array(length);
  return scratch;
}
