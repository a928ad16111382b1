import { type Device, fromData, type Tensor } from "@mnist/tensor";
import { FileError } from "../file-error.js";
import type { DecodePictureOptions } from "./decode-picture.js";
import type { Picture } from "./png/decode-png.js";

export interface ReadImageOptions extends DecodePictureOptions {
  readonly device?: Device;
}

/** A picture as a tensor, uint8 [channels, height, width]. */
export function pictureTensor({ width, height, channels, data }: Picture, device?: Device): Tensor {
  const planes = new Uint8Array(data.length);
  const size = width * height;
  for (let pixel = 0; pixel < size; pixel++)
    for (let channel = 0; channel < channels; channel++)
      planes[channel * size + pixel] = data[pixel * channels + channel]!;
  return fromData(planes, [channels, height, width], { dtype: "uint8", ...(device && { device }) });
}

/** The most bytes of a picture that are fetched. */
const mostBytes = 2 ** 26;

/** Fetches a picture's bytes. @throws FileError where the address doesn't answer with them */
export async function fetchPicture(url: URL): Promise<Uint8Array> {
  const refuse = (got: string, cause?: unknown) =>
    new FileError({ file: url.href, got, expected: "a PNG or a JPEG picture" }, { cause });
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw refuse("no answer", cause);
  }
  if (!response.ok) throw refuse(`the answer ${response.status} ${response.statusText}`.trim());
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > mostBytes) throw refuse(`${bytes.length} bytes`);
  return bytes;
}
