import { ShapeError, type Tensor } from "@mnist/tensor";
import { refuseInput } from "../refuse-input.js";

/**
 * x [..., inFeatures] · weightᵀ + bias → [..., outFeatures]; weight [outFeatures, inFeatures], bias [outFeatures].
 *
 * @throws ShapeError where x's last axis is not the weight's.
 * @source torch.nn.functional.linear
 * @example
 * linear(tensor([[1, 2]]), tensor([[3, 4]]), tensor([5])).arraySync() // [[16]]
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  const features = weight.shape.at(-1);
  if (x.shape.at(-1) !== features || weight.ndim > 2) {
    const image = x.ndim > 2 && x.shape.slice(1).reduce((product, size) => product * size, 1);
    const hint = image === features ? "Try input.flatten(1) before it, or a Flatten layer." : undefined;
    refuseInput("Linear", x, `${features} features on its last axis`, hint);
  }
  const product = x.matmul(weight.ndim === 1 ? weight : weight.t());
  return bias === null ? product : product.add(bias);
}

/**
 * left [..., in1] and right [..., in2] → [..., outFeatures]: output k is leftᵀ · weight[k] · right + bias[k].
 *
 * @throws ShapeError where they don't fit together.
 * @source torch.nn.functional.bilinear
 */
export function bilinear(left: Tensor, right: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  const [outputs, in1, in2] = weight.shape as [number, number, number];
  const isBeside = left.shape.slice(0, -1).join() === right.shape.slice(0, -1).join();
  if (weight.ndim !== 3 || left.shape.at(-1) !== in1 || right.shape.at(-1) !== in2 || !isBeside) {
    throw new ShapeError({
      operation: "bilinear",
      got: `[${left.shape.join(", ")}], [${right.shape.join(", ")}] and a weight [${weight.shape.join(", ")}]`,
      expected: "[..., in1], [..., in2] of the same axes before and a weight [outputs, in1, in2]",
    });
  }
  const rows = weight.permute([1, 0, 2]).reshape([in1, outputs * in2]);
  const halfway = left.matmul(rows).reshape([...left.shape.slice(0, -1), outputs, in2]);
  const product = halfway.mul(right.unsqueeze(-2)).sum(-1);
  return bias === null ? product : product.add(bias);
}
