import { ArgumentError } from "./errors.js";

/** Elements that may still be made. */
let left = Number.POSITIVE_INFINITY;

/**
 * Does work that makes tensors of no more than so many elements in all, as a file's word is worth no more than its length.
 *
 * @throws ArgumentError before the tensor is made that would be too much.
 * @example
 * withinElements(100, () => zeros([10, 10])).shape // [10, 10]
 */
export function withinElements<T>(most: number, work: () => T): T {
  const before = left;
  left = Math.min(most, before);
  try {
    return work();
  } finally {
    left = before - Math.min(most, before) + left;
  }
}

/** Takes elements off what may be made. @throws ArgumentError where that is not so many any more. */
export function spendElements(count: number): void {
  if (left === Number.POSITIVE_INFINITY) return;
  if (count > left) {
    throw new ArgumentError({
      operation: "withinElements",
      got: `a tensor of ${count} elements`,
      expected: `at most ${left} more`,
    });
  }
  left -= count;
}
