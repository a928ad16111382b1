import { Inflate, inflateSync } from "fflate";
import { concatenate, pieces } from "../../archives/byte-source.js";
import { adler32 } from "../../archives/checksum.js";
import { FileError } from "../../file-error.js";

/** Deflate cannot grow a byte to more than this. */
const largestRatio = 1032;
/** Up to here one call unpacks all: at the largest ratio that is 66 MB of work at most. */
const oneCallBytes = 2 ** 16;

/** Kept between calls, so that 70,000 small pictures do not make 70,000 arrays. */
let scratch = new Uint8Array(0);

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
      cause === undefined ? undefined : { cause },
    );
  const stream = concatenate(parts);
  if (stream.length * largestRatio < length) {
    throw refuse(
      `${stream.length} compressed bytes`,
      `at least ${Math.ceil(length / largestRatio)} for the size in the header`,
    );
  }
  const [method = 0, flags = 0] = stream;
  if ((method & 15) !== 8 || ((method << 8) | flags) % 31 !== 0 || flags & 32 || stream.length < 6) {
    throw refuse("a zlib header that is wrong", "deflate without a dictionary");
  }
  const output = outputOf(length);
  const body = stream.subarray(2, -4);
  let written: number;
  try {
    written =
      body.length > oneCallBytes
        ? inflateInPieces(body, output, length)
        : inflateSync(body, { out: output }).length;
  } catch (cause) {
    throw refuse(
      `pixels that do not unpack (${cause instanceof Error ? cause.message : cause})`,
      `${length} bytes`,
      cause,
    );
  }
  if (written < length) throw refuse(`${written} bytes of pixels`, `${length} for the size in the header`);
  const end = stream.length;
  const wanted =
    ((stream[end - 4]! << 24) | (stream[end - 3]! << 16) | (stream[end - 2]! << 8) | stream[end - 1]!) >>> 0;
  if (written === length && adler32(output, length) !== wanted)
    throw refuse("pixels whose check value is wrong", wanted.toString(16));
  return output;
}

/** Room for `length` bytes and one more, which tells a stream that holds too much. */
function outputOf(length: number): Uint8Array {
  if (length > oneCallBytes) return new Uint8Array(length + 1);
  if (scratch.length !== length + 1) scratch = new Uint8Array(length + 1);
  return scratch;
}

/** Unpacks piece by piece and stops once `output` is full, however much the stream would still give. */
function inflateInPieces(body: Uint8Array, output: Uint8Array, length: number): number {
  let written = 0;
  const inflate = new Inflate((chunk) => {
    const part = chunk.subarray(0, length + 1 - written);
    output.set(part, written);
    written += part.length;
  });
  for (const piece of pieces(body)) {
    inflate.push(piece);
    if (written > length) return written;
  }
  inflate.push(new Uint8Array(0), true);
  return written;
}
