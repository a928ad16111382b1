import { fromData } from "../create.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { perAxis } from "./convolution.js";
import { indexSelect } from "./indexing.js";
import { matmul } from "./linear-algebra.js";
import { requireFloat } from "./requirements.js";

export interface InterpolationOptions {
  /** Height and width of the result, or one number for both. */
  readonly size?: number | readonly number[];
  /** How many times larger the result is, in place of its size. */
  readonly scaleFactor?: number | readonly number[];
  /** The nearest element, or a mean of the four around, weighed by distance. "nearest" unless said. */
  readonly mode?: "nearest" | "bilinear";
  /** For bilinear: whether the corners' centres, rather than their outer edges, lie on each other. */
  readonly alignCorners?: boolean;
}

/**
 * Images made larger or smaller: [batch, channels, height, width] → [batch, channels, …size]. Where bilinear, a NaN or ∞
 * makes NaN of its whole row and column, as it is a product with matrices; PyTorch's stays among the neighbours.
 *
 * @throws ShapeError for other ranks; ArgumentError without a size or a factor.
 * @source torch.nn.functional.interpolate
 * @example
 * interpolate(tensor([[[[1, 2]]]]), { scaleFactor: 2 }).arraySync() // [[[[1, 1, 2, 2], [1, 1, 2, 2]]]]
 */
export function interpolate(input: Tensor, options: InterpolationOptions): Tensor {
  checkOptions("interpolate", options, {
    size: null,
    scaleFactor: null,
    mode: ["nearest", "bilinear"],
    alignCorners: [true, false],
  });
  if (input.dtype !== "uint8" || options.mode === "bilinear") requireFloat("interpolate", input);
  const { size, scaleFactor, mode = "nearest", alignCorners = false } = options;
  if (input.ndim !== 4) {
    throw new ShapeError({
      operation: "interpolate",
      got: `an input of shape ${showShape(input.shape)}`,
      expected: "[batch, channels, height, width]",
    });
  }
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new ArgumentError({
      operation: "interpolate",
      got: size === undefined ? "neither" : "both",
      expected: "a size or a scaleFactor",
    });
  }
  const factors = [scaleFactor ?? 1, scaleFactor ?? 1].map(
    (each, axis) => [each].flat()[axis] ?? [each].flat()[0]!,
  );
  const sizes =
    size === undefined
      ? factors.map((factor, axis) => Math.floor(input.shape[2 + axis]! * factor))
      : perAxis("interpolate", "size", size, 2, 1);
  if (sizes.some((each) => each < 1)) {
    throw new ShapeError({
      operation: "interpolate",
      got: `an input of shape ${showShape(input.shape)} made ${showShape(sizes)}`,
      expected: "sizes from 1 up",
    });
  }
  return sizes.reduce((image, to, axis) => {
    const from = image.shape[2 + axis]!;
    // The factor as given, not as rounded to whole sizes, is what PyTorch steps by.
    const step = size === undefined ? 1 / factors[axis]! : from / to;
    if (mode === "nearest") return nearest(image, 2 + axis, to, step);
    if (to === from) return image;
    return bilinear(image, 2 + axis, alignCorners ? cornerPlaces(from, to) : edgePlaces(to, step));
  }, input);
}

function nearest(image: Tensor, axis: number, to: number, step: number): Tensor {
  const last = image.shape[axis]! - 1;
  const places = Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * step), last));
  return indexSelect(image, axis, fromData(places, [to], { device: image.device }));
}

/** Where each element of the result lies between those of the input. */
function cornerPlaces(from: number, to: number): number[] {
  const step = to > 1 ? (from - 1) / (to - 1) : 0;
  return Array.from({ length: to }, (_, i) => i * step);
}

function edgePlaces(to: number, step: number): number[] {
  return Array.from({ length: to }, (_, i) => Math.max((i + 0.5) * step - 0.5, 0));
}

/** A product with the matrix that weighs the two neighbours of each place. */
function bilinear(image: Tensor, axis: number, places: readonly number[]): Tensor {
  const size = image.shape[axis]!;
  const weights = new Float64Array(places.length * size);
  places.forEach((place, row) => {
    const below = Math.min(Math.floor(place), size - 1);
    const share = place - below;
    weights[row * size + below]! += 1 - share;
    weights[row * size + Math.min(below + 1, size - 1)]! += share;
  });
  const matrix = fromData(weights, [places.length, size], { dtype: image.dtype, device: image.device });
  return axis === 2 ? matmul(matrix, image) : matmul(image, matrix.transpose(0, 1));
}
