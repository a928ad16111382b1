import { promoteTypes } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { sameShape, showShape } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { kernel } from "./primitive.js";

/** What would make two shapes fit that do not. */
function remedy(left: Tensor, right: Tensor): string {
  const [rows, inner] = left.shape.slice(-2) as [number, number];
  const [innerRight, columns] = right.shape.slice(-2) as [number, number];
  if (inner === columns) return "Try matmul(left, right.transpose(-2, -1)).";
  if (rows === innerRight) return "Try matmul(left.transpose(-2, -1), right).";
  if (rows * inner === innerRight) return "Try matmul(left.flatten(1), right).";
  return "Try reshape or transpose on one of them.";
}

/** Matrix products over equal batch axes: [...batch, rows, inner] × [...batch, inner, columns]. */
export const matmul = kernel("matmul", {
  infer([left, right], _attributes: Record<never, never>) {
    const [a, b] = [left!.shape, right!.shape];
    const inner = a[a.length - 1]!;
    const [innerRight, columns] = b.slice(-2) as [number, number];
    if (inner !== innerRight || a.length !== b.length || !sameShape(a.slice(0, -2), b.slice(0, -2))) {
      throw new ShapeError({
        operation: "matmul",
        got: `${showShape(a)} × ${showShape(b)}`,
        expected: `the left's last axis (${inner}) to equal the right's second-last (${innerRight})`,
        hint: remedy(left!, right!),
      });
    }
    return { shape: [...a.slice(0, -1), columns], dtype: promoteTypes(left!.dtype, right!.dtype) };
  },
  run: (device, [left, right], _attributes, output) => device.matmul(left!, right!, output),
});
