import { DTypeError, isFloat, ShapeError, type Tensor, where } from "@mnist/tensor";
import { Module } from "../module.js";

/** How the losses of the samples become one: their mean, their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

function reduce(losses: Tensor, reduction: Reduction): Tensor {
  return reduction === "mean" ? losses.mean() : reduction === "sum" ? losses.sum() : losses;
}

/** (input − target)². @source torch.nn.functional.mse_loss */
export function mseLoss(input: Tensor, target: Tensor, reduction: Reduction = "mean"): Tensor {
  return reduce(input.sub(target).square(), reduction);
}

/**
 * −ln softmax(input)[target] in nats: input [batch, classes] are scores, target [batch] int32 class indices.
 *
 * @throws ShapeError or DTypeError where target is not one index a row.
 * @source torch.nn.functional.cross_entropy
 */
export function crossEntropy(input: Tensor, target: Tensor, reduction: Reduction = "mean"): Tensor {
  if (isFloat(target.dtype)) {
    throw new DTypeError({
      operation: "crossEntropy",
      got: `a target of dtype ${target.dtype}`,
      expected: "class indices, int32",
      hint: 'Try target.to("int32").',
    });
  }
  if (input.ndim !== 2 || target.ndim !== 1 || target.shape[0] !== input.shape[0]) {
    throw new ShapeError({
      operation: "crossEntropy",
      got: `scores [${input.shape.join(", ")}] and a target [${target.shape.join(", ")}]`,
      expected: "scores [batch, classes] and a target [batch]",
    });
  }
  return reduce(input.logSoftmax(1).gather(1, target.unsqueeze(1)).squeeze(1).neg(), reduction);
}

/** The notes' loss: 1 − p where the target is 1, p where it is 0; p [batch, 1] from 0 to 1, target of that shape. */
export function mnistLoss(predictions: Tensor, targets: Tensor): Tensor {
  return where(targets.eq(1), predictions.neg().add(1), predictions).mean();
}

/** @source torch.nn.MSELoss */
export class MSELoss extends Module {
  constructor(readonly reduction: Reduction = "mean") {
    super();
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.reduction);
  }
}

/** @source torch.nn.CrossEntropyLoss */
export class CrossEntropyLoss extends Module {
  constructor(readonly reduction: Reduction = "mean") {
    super();
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return crossEntropy(input, target, this.reduction);
  }
}
