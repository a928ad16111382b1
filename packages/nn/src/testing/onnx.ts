import { noGrad } from "@mnist/autograd";
import { type DType, fromData, type Tensor, type TypedArray } from "@mnist/tensor";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import { expect } from "vitest";
import { exportOnnx, type OnnxOptions } from "../formats/onnx/export-onnx.js";
import { Identity } from "../layers/shape.js";
import { Module } from "../module.js";

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
function largestDifference(actual: Tensor, expected: Tensor): number {
  const [a, b] = [actual.dataSync(), expected.dataSync()];
  return Array.from(b).reduce((largest, value, i) => {
    const difference = a[i] === value ? 0 : Math.abs(a[i]! - value) / Math.max(1, Math.abs(value));
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }, 0);
}

/** A module whose forward is the given function. */
export class Custom extends Module {
  constructor(
    readonly compute: (...inputs: Tensor[]) => Tensor,
    readonly parts: Module = new Identity(),
  ) {
    super();
  }

  override forward(...inputs: Tensor[]): Tensor {
    return this.compute(...inputs);
  }
}

/** Runs an exported model in onnxruntime and holds it against the model itself. */
export async function expectSame(
  model: Module,
  inputs: Tensor[],
  example: readonly Tensor[] = inputs,
  options: OnnxOptions = {},
): Promise<void> {
  const run = await onnxModel(await exportOnnx(model, example, options));
  const expected = noGrad(() => model.eval()(...inputs));
  const output = await run(...inputs);
  expect(output.shape).toEqual(expected.shape);
  expect(output.dtype).toBe(expected.dtype);
  expect(largestDifference(output, expected)).toBeLessThan(1e-5);
}
