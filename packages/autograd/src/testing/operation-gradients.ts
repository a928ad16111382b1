import { isDifferentiable, makeInput, type OperationCase, outputWeights } from "@mnist/conformance";
import { type Device, type DType, fromData, isFloat, type Tensor } from "@mnist/tensor";

/** The inputs of a case on a device, those that have a gradient as leaves. */
export function leavesOf(each: OperationCase, device: Device, float: DType = "float32"): Tensor[] {
  return each.inputs.map((spec) => {
    const input = makeInput(spec, device, float);
    return isDifferentiable(each, spec) ? input.requiresGrad_() : input;
  });
}

/** Σ of the tensors' elements, each with a weight of its own. */
export function weigh(tensors: readonly Tensor[]): Tensor {
  const sums = tensors.map((each) => {
    const { dtype, device } = each;
    return each.mul(fromData(outputWeights(each.numel()), each.shape, { dtype, device })).sum();
  });
  return sums.reduce((total, each) => total.add(each));
}

export const floatsOf = (tensors: readonly Tensor[]): Tensor[] =>
  tensors.filter(({ dtype }) => isFloat(dtype));
