import { shown } from "@mnist/tensor/internal";
import type { FloatPicture } from "./float-picture.js";
import { check } from "./refusal.js";

export interface Resize {
  readonly kind: "resize";
  readonly height: number;
  readonly width: number;
}

/**
 * Scales to a height and a width (one number for both): levels between pixels by straight lines, and where it shrinks
 * the mean of what lies under each new pixel, weighted by distance.
 *
 * @throws ArgumentError for a size that is no whole number from 1 to 4096.
 * @source torch.nn.functional.interpolate, mode "bilinear", antialias
 * @example
 * const images = new ImageDataset(strokes({ count: 100, seed: 42 }));
 * const [[x]] = new DataLoader(new TransformedDataset(images, [resize(14)]), { batchSize: 100 });
 * x.shape; // [100, 196]
 */
export function resize(height: number, width = height): Resize {
  for (const side of [height, width]) {
    const whole = Number.isInteger(side) && side >= 1 && side <= 4096;
    check(whole, "resize", `side ${shown(side)}`, "a whole number from 1 to 4096");
  }
  return { kind: "resize", height, width };
}

export function applyResize({ height, width }: Resize, picture: FloatPicture): FloatPicture {
  const rows = scaleLines(picture.data, picture.width, 1, width);
  const data = scaleLines(rows, picture.height, width, height);
  return { channels: picture.channels, height, width, data };
}

/**
 * Scales one axis of an array laid out as `[outer, from, inner]` to `[outer, to, inner]`, with a triangle as wide as
 * two old pixels, or two new ones where those are larger.
 */
function scaleLines(values: Float32Array, from: number, inner: number, to: number): Float32Array {
  const ratio = from / to;
  const reach = Math.max(1, ratio);
  const outer = values.length / (from * inner);
  const scaled = new Float32Array(outer * to * inner);
  for (let place = 0; place < to; place++) {
    const middle = (place + 0.5) * ratio;
    const first = Math.max(0, Math.floor(middle - reach + 0.5));
    const end = Math.min(from, Math.floor(middle + reach + 0.5));
    const weights = Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - middle) / reach),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let block = 0; block < outer; block++) {
      for (let line = 0; line < inner; line++) {
        let sum = 0;
        for (let i = 0; i < weights.length; i++)
          sum += weights[i]! * values[(block * from + first + i) * inner + line]!;
        scaled[(block * to + place) * inner + line] = sum / total;
      }
    }
  }
  return scaled;
}
