import { fileURLToPath } from "node:url";
import type { Tensor } from "@mnist/tensor";
import { checkSettings } from "../check-settings.js";
import { decodePicture } from "../images/decode-picture.js";
import { fetchPicture, pictureTensor, type ReadImageOptions } from "../images/read-image.js";
import { readWholeFile } from "./read-file.js";

/**
 * A PNG or JPEG picture, by its path, its address or its bytes, as uint8 [channels, height, width] with samples 0..255:
 * 1 channel is gray, 3 are red, green and blue, and one more is alpha. JPEGs come upright, as their EXIF orientation
 * says.
 * @throws FileError where it is no such picture, damaged, too large, or not to be had, and ArgumentError for options that there are not
 * @source torchvision.io.read_image
 * @example
 * const png = encodePng({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) });
 * (await readImage(png)).shape; // [1, 1, 2]
 */
export async function readImage(
  source: Uint8Array | URL | string,
  options: ReadImageOptions = {},
): Promise<Tensor> {
  const { device, ...limits } = options;
  checkSettings("readImage", options, { maximumPixels: "limit", maximumBytes: "limit", device: null });
  if (source instanceof Uint8Array) return pictureTensor(decodePicture(source, "picture", limits), device);
  const isRemote = source instanceof URL ? source.protocol !== "file:" : /^https?:\/\//i.test(source);
  if (isRemote) {
    const url = new URL(source);
    return pictureTensor(decodePicture(await fetchPicture(url), url.href, limits), device);
  }
  const path = source instanceof URL ? fileURLToPath(source) : source;
  return pictureTensor(decodePicture(readWholeFile(path, 2 ** 26), path, limits), device);
}
