import { ShapeError } from "./errors.js";
import { sameShape, showShape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** Whether writing `destination` element by element could overwrite what `input` still has to give. */
export function overlaps(input: Tensor, destination: Tensor): boolean {
  if (input.storage !== destination.storage) return false;
  return (
    input.offset !== destination.offset ||
    !sameShape(input.strides, destination.strides) ||
    !sameShape(input.shape, destination.shape)
  );
}

/** Refuses to write into a tensor that shows one element in several places, as `expand` makes it. @throws ShapeError */
export function refuseRepeated(operation: string, tensor: Tensor): void {
  const { shape, strides } = tensor;
  for (let axis = 0; axis < shape.length; axis++) {
    if (strides[axis] !== 0 || shape[axis]! < 2 || tensor.numel() === 0) continue;
    throw new ShapeError({
      operation,
      got: `a tensor of shape ${showShape(shape)} in which more than one element of the written-to tensor refers to a single memory location`,
      expected: "a tensor with memory for each element",
      hint: "Try clone() first, or the operation without the underscore.",
    });
  }
}
