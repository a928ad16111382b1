import { type DType, fromData, type Tensor, type TypedArray } from "@mnist/tensor";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";

const fromOrt: Readonly<Record<string, DType>> = {
  float32: "float32",
  float64: "float64",
  int32: "int32",
  uint8: "uint8",
  bool: "bool",
};

/** A model file as onnxruntime runs it: inputs in order to the one output. */
export async function onnxModel(bytes: Uint8Array): Promise<(...inputs: Tensor[]) => Promise<Tensor>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  return async (...inputs) => {
    const feeds = inputs.map((input, i): [string, OrtTensor] => [
      session.inputNames[i]!,
      new OrtTensor(input.dtype, input.contiguous().dataSync(), input.shape),
    ]);
    const { [session.outputNames[0]!]: output } = await session.run(Object.fromEntries(feeds));
    return fromData(output!.data as TypedArray, output!.dims, { dtype: fromOrt[output!.type]! });
  };
}

/** The largest difference between two tensors, over 1 or the value where that is larger. */
export function largestDifference(actual: Tensor, expected: Tensor): number {
  const [a, b] = [actual.dataSync(), expected.dataSync()];
  return Array.from(b).reduce((largest, value, i) => {
    const difference = a[i] === value ? 0 : Math.abs(a[i]! - value) / Math.max(1, Math.abs(value));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }, 0);
}
