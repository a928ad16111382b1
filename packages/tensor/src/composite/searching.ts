import { arange, fromData } from "../create.js";
import { ShapeError } from "../errors.js";
import { checkOptions } from "../options.js";
import { readNow } from "../read.js";
import { requireTensor } from "../require-tensor.js";
import { broadcastShapes, sameShape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { ge, gt, ne } from "./elementwise.js";
import { indexSelect } from "./indexing.js";
import { broadcastTensors } from "./joining.js";
import { logicalNot } from "./logic.js";
import { flatten, reshape, unsqueeze } from "./movement.js";
import { sum } from "./reduction.js";
import { requireMask, requireVector } from "./requirements.js";
import { select, unbind } from "./slices.js";

/**
 * The positions of the elements that are not 0, one a row: [count, rank]; with `asTuple` a vector for each axis.
 *
 * @throws DeviceError on WebGPU, as the result's shape depends on the values.
 * @source torch.nonzero
 * @example
 * tensor([[0, 1], [1, 0]]).nonzero() // [[0, 1], [1, 0]]
 */
export function nonzero(input: Tensor, options?: { readonly asTuple?: false }): Tensor;
export function nonzero(input: Tensor, options: { readonly asTuple: boolean }): Tensor[];
export function nonzero(input: Tensor, options?: { readonly asTuple?: boolean }): Tensor | Tensor[] {
  checkOptions("nonzero", options, { asTuple: [true, false] });
  const places = placesOf(input, "nonzero");
  return options?.asTuple
    ? unbind(
        input.ndim === 0
          ? reshape(arange(places.shape[0]!, { device: input.device }).mul(0), [-1, 1])
          : places,
        1,
      )
    : places;
}

function placesOf(input: Tensor, operation: string): Tensor {
  const { shape, device } = input;
  const isSet = readNow(ne(input, 0), operation);
  let count = 0;
  for (let at = 0; at < isSet.length; at++) count += isSet[at]!;
  const rank = shape.length;
  const places = new Int32Array(count * rank);
  for (let at = 0, row = 0; row < places.length; at++) {
    if (isSet[at] === 0) continue;
    for (let axis = rank - 1, rest = at; axis >= 0; axis--) {
      const size = shape[axis]!;
      const above = Math.floor(rest / size);
      places[row + axis] = rest - above * size;
      rest = above;
    }
    row += rank;
  }
  return fromData(places, [count, rank], { device });
}

/**
 * The elements where `mask` holds, in one row; shapes broadcast.
 *
 * @throws DeviceError on WebGPU.
 * @source torch.masked_select
 * @example
 * tensor([1, 2, 3]).maskedSelect(tensor([true, false, true])) // [1, 3]
 */
export function maskedSelect(input: Tensor, mask: Tensor): Tensor {
  requireMask("maskedSelect", mask);
  broadcastShapes(input.shape, mask.shape, "maskedSelect");
  const [values, chosen] = broadcastTensors(input, mask) as [Tensor, Tensor];
  return indexSelect(flatten(values), 0, select(placesOf(flatten(chosen), "maskedSelect"), 1, 0));
}

export interface SortedSearchOptions {
  /** Behind elements that are equal rather than before them. */
  readonly right?: boolean;
  /** The same in words. */
  readonly side?: "left" | "right";
}

/**
 * Before which element of an ascending row each value would be put to keep the order. sorted: [n] or [...batch, n],
 * values: any shape, or [...batch, m] → the values' shape.
 *
 * @source torch.searchsorted
 * @example
 * searchsorted(tensor([1, 3, 5]), tensor([3, 4])) // [1, 2]
 */
export function searchsorted(sorted: Tensor, values: Tensor, options?: SortedSearchOptions): Tensor {
  checkOptions("searchsorted", options, { right: [true, false], side: ["left", "right"] });
  requireTensor("searchsorted", sorted, values);
  const right = options?.side === undefined ? options?.right === true : options.side === "right";
  if (sorted.ndim !== 1 && !sameShape(sorted.shape.slice(0, -1), values.shape.slice(0, -1))) {
    throw new ShapeError({
      operation: "searchsorted",
      got: `rows of shape ${showShape(sorted.shape)} and values of shape ${showShape(values.shape)}`,
      expected: "one row, or one for each row of values",
    });
  }
  const rows = sorted.ndim === 1 ? sorted : unsqueeze(sorted, -2);
  const each = unsqueeze(values, -1);
  // NaN is behind all numbers.
  return sum(logicalNot(right ? gt(rows, each) : ge(rows, each)), -1);
}

/**
 * Which of the intervals between ascending boundaries each value lies in.
 *
 * @source torch.bucketize
 * @example
 * bucketize(tensor([0, 4]), tensor([1, 3, 5])) // [0, 2]
 */
export function bucketize(values: Tensor, boundaries: Tensor, options?: SortedSearchOptions): Tensor {
  requireVector("bucketize", boundaries);
  return searchsorted(boundaries, values, options);
}
