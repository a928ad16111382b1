import { DataError } from "@mnist/tensor";

/** The DataError that an action throws; anything else, or nothing, is a failure. */
export function dataErrorOf(action: () => unknown): DataError {
  try {
    action();
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  throw new Error("expected a DataError, and nothing was thrown");
}

/** Fails unless the bytes are the same; quick where `toEqual` looks at each element. */
export function expectBytes(got: Uint8Array, expected: Uint8Array): void {
  if (got.length !== expected.length) throw new Error(`got ${got.length} bytes, expected ${expected.length}`);
  const differs = got.findIndex((byte, index) => byte !== expected[index]);
  if (differs >= 0) throw new Error(`byte ${differs} is ${got[differs]}, expected ${expected[differs]}`);
}
