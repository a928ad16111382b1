import { Inflate, inflateSync } from "fflate";
import { pieces } from "./byte-source.js";

/** Deflate cannot grow a byte to more than this. */
export const largestRatio = 1032;
/** Up to here one call unpacks all: at the largest ratio that is 66 MB of work at most. */
const oneCallBytes = 2 ** 16;

/**
 * Unpacks a deflate stream into `output` and answers how many bytes it wrote.
 * Stops soon after `output` is full, however much the stream would still give; throws fflate's errors.
 * @source RFC 1951
 */
export function inflateInto(body: Uint8Array, output: Uint8Array): number {
  if (body.length <= oneCallBytes) return inflateSync(body, { out: output }).length;
  let written = 0;
  const inflate = new Inflate((chunk) => {
    const part = chunk.subarray(0, output.length - written);
    output.set(part, written);
    written += part.length;
  });
  for (const piece of pieces(body)) {
    inflate.push(piece);
    if (written === output.length) return written;
  }
  inflate.push(new Uint8Array(0), true);
  return written;
}
