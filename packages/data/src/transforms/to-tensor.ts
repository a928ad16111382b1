import { fromData, type Tensor } from "@mnist/tensor";
import type { Picture } from "../images/png/decode-png.js";

/**
 * A decoded picture as a tensor [channels, height, width] of float32, bytes divided by 255.
 *
 * @source torchvision.transforms.functional.to_tensor
 * @example
 * const bytes = toPng(strokeDigit(42, 0).pixels, { width: 28, height: 28, scale: 1 });
 * toTensor(decodePng(bytes)).shape; // [1, 28, 28]
 */
export function toTensor({ channels, height, width, data }: Picture): Tensor {
  const size = width * height;
  const planes = Float32Array.from(data, (_, place) => {
    const channel = Math.floor(place / size);
    return data[(place % size) * channels + channel]! / 255;
  });
  return fromData(planes, [channels, height, width]);
}
