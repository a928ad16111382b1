import { ShapeError, type Tensor } from "@mnist/tensor";

/** Both as vectors, each prediction beside its target. @throws ShapeError where they differ in number. @source fastai.torch_core.flatten_check */
export function flattened(operation: string, prediction: Tensor, target: Tensor): [Tensor, Tensor] {
  if (prediction.numel() === target.numel()) return [prediction.flatten(), target.flatten()];
  throw new ShapeError({
    operation,
    got: `predictions [${prediction.shape.join(", ")}] and targets [${target.shape.join(", ")}]`,
    expected: "one target for each prediction",
  });
}
