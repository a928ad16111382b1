import { wrongFormat } from "../sources/file-formats.js";
import { decodeJpeg, isJpeg } from "./jpeg/decode-jpeg.js";
import { checkDecoding, type DecodePngOptions, decodePng, type Picture } from "./png/decode-png.js";
import { isPng } from "./png/png-chunks.js";

/** The most pixels and bytes, for PNG and JPEG alike. */
export type DecodePictureOptions = DecodePngOptions;

/**
 * Decodes a PNG or a JPEG, told apart by how they begin, whatever their names say. A JPEG comes upright, as its EXIF
 * orientation says.
 * @throws FileError where the file is neither (with what it is), damaged, cut short or too large, and ArgumentError for
 * options that there are not.
 * @example const { width, height, channels, data } = decodePicture(bytes, "three.jpg");
 */
export function decodePicture(
  bytes: Uint8Array,
  name = "picture",
  options: DecodePictureOptions = {},
): Picture {
  checkDecoding("decodePicture", name, options);
  if (isPng(bytes)) return decodePng(bytes, name, options);
  if (isJpeg(bytes)) return decodeJpeg(bytes, name, options);
  throw wrongFormat(name, bytes, "picture");
}
