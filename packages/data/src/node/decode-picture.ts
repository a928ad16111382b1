import { PNG } from "pngjs";
import { FileError } from "../file-error.js";
import { type DecodePictureOptions, decodePicture as decodeAny } from "../images/decode-picture.js";
import type { Picture } from "../images/png/decode-png.js";
import { isPng, readChunks } from "../images/png/png-chunks.js";
import { channelsOf } from "../images/png/png-pixels.js";

/**
 * Decodes a PNG (by pngjs) or a JPEG, told apart by how they begin, whatever their names say. A JPEG comes upright, as
 * its EXIF orientation says.
 * @throws FileError where the file is neither (with what it is), damaged, cut short or too large.
 * @example const { width, height, channels, data } = decodePicture(bytes, "three.jpg");
 */
export function decodePicture(
  bytes: Uint8Array,
  name = "picture",
  options: DecodePictureOptions = {},
): Picture {
  if (!isPng(bytes)) return decodeAny(bytes, name, options);
  // Sizes, order and check values come first: pngjs allocates what a header claims.
  const chunks = readChunks(bytes, name, options.maximumPixels ?? 2 ** 24);
  const channels = channelsOf(chunks);
  try {
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes), { checkCRC: false });
    return { width, height, channels, data: samplesOf(data, channels) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(
      {
        file: name,
        offset: chunks.compressedOffset,
        got: `pixels that do not decode (${reason})`,
        expected: "a whole PNG",
        hint: "The picture is damaged: save it again as PNG.",
      },
      { cause },
    );
  }
}

/** Of red, green, blue and alpha, the samples that the picture has: pngjs answers all four. */
function samplesOf(rgba: Uint8Array, channels: Picture["channels"]): Uint8Array {
  if (channels === 4) return new Uint8Array(rgba);
  const samples = new Uint8Array((rgba.length / 4) * channels);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += channels) {
    samples[to] = rgba[from]!;
    if (channels === 2) samples[to + 1] = rgba[from + 3]!;
    if (channels !== 3) continue;
    samples[to + 1] = rgba[from + 1]!;
    samples[to + 2] = rgba[from + 2]!;
  }
  return samples;
}
