import { ShapeError, type Tensor } from "@mnist/tensor";

/**
 * Refuses what would make a result larger where it broadcasts.
 *
 * @throws ShapeError unless `x` broadcasts to `shape` as it is.
 */
export function requireWithin(operation: string, name: string, x: Tensor, shape: readonly number[]): void {
  const ends = shape.slice(Math.max(0, shape.length - x.ndim));
  const fits = x.ndim <= shape.length && x.shape.every((size, axis) => size === 1 || size === ends[axis]);
  if (fits) return;
  throw new ShapeError({
    operation,
    got: `${name} of shape [${x.shape.join(", ")}]`,
    expected: `one that broadcasts to [${shape.join(", ")}]`,
  });
}
