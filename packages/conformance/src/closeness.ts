export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** Two numbers count as equal: both NaN, the same infinity, or off by no more than the tolerance. */
function close(actual: number, expected: number, { absolute, relative }: Tolerance): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  if (!Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

/** @throws Error that names the first element that is off. */
export function requireClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: ${actual.length} elements, PyTorch has ${expected.length}`);
  }
  for (let i = 0; i < actual.length; i++) {
    if (!close(actual[i]!, expected[i]!, tolerance)) {
      throw new Error(`${what}: element ${i} is ${actual[i]}, PyTorch's ${expected[i]}`);
    }
  }
}
