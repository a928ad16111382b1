import { type DType, fromData, type Tensor } from "@mnist/tensor";
import { expect } from "vitest";

/** A tensor as the golden files hold it. */
export interface StoredTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Infinities are words, which JSON has no numbers for. */
  readonly data: readonly (number | boolean | string)[];
}

export function toTensor({ dtype, shape, data }: StoredTensor): Tensor {
  return fromData(data.map(Number), shape, { dtype });
}

/** The state that a golden file holds, as tensors. */
export function toState(stored: Readonly<Record<string, StoredTensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(stored).map(([name, tensor]) => [name, toTensor(tensor)]));
}

function isStored(value: unknown): value is StoredTensor {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

/** Options with their tensors made. */
export function toOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made = Object.entries(options).map(([name, value]) => [
    name,
    isStored(value) ? toTensor(value) : value,
  ]);
  return Object.fromEntries(made);
}

/** Shape, dtype and every element within an absolute and a relative tolerance. */
export function expectClose(
  actual: Tensor,
  expected: StoredTensor,
  what: string,
  { absolute = 1e-6, relative = 1e-5 } = {},
): void {
  expect(actual.shape, `${what}: shape`).toEqual(expected.shape);
  expect(actual.dtype, `${what}: dtype`).toBe(expected.dtype);
  const values = actual.dataSync();
  expected.data.forEach((value, i) => {
    const wanted = Number(value);
    const isClose =
      values[i] === wanted || Math.abs(values[i]! - wanted) <= absolute + relative * Math.abs(wanted);
    expect(isClose, `${what}: element ${i} is ${values[i]}, PyTorch's ${wanted}`).toBe(true);
  });
}

/** The same for a tensor on any device. */
export async function expectCloseAnywhere(
  actual: Tensor,
  ...rest: [expected: StoredTensor, what: string, tolerance?: { absolute?: number; relative?: number }]
): Promise<void> {
  expectClose(await actual.cpu(), ...rest);
}
