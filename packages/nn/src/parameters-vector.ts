import { noGradNow } from "@mnist/autograd/internal";
import { cat, ShapeError, type Tensor } from "@mnist/tensor";

/**
 * All parameters end to end, as one tensor of rank 1 through which gradients go.
 *
 * @source torch.nn.utils.parameters_to_vector
 * @example
 * parametersToVector(new Linear(3, 2).parameters()).shape // [8]
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat(Array.from(parameters, (parameter) => parameter.reshape([-1])));
}

/**
 * Copies a vector's stretches into the parameters, in their order.
 *
 * @throws ShapeError where the vector has another length than the parameters together.
 * @source torch.nn.utils.vector_to_parameters
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  const targets = [...parameters];
  const total = targets.reduce((sum, parameter) => sum + parameter.numel(), 0);
  if (vector.ndim !== 1 || vector.numel() !== total) {
    throw new ShapeError({
      operation: "vectorToParameters",
      got: `a vector of shape [${vector.shape.join(", ")}]`,
      expected: `[${total}], as the parameters have elements`,
    });
  }
  noGradNow(() => {
    let start = 0;
    for (const parameter of targets) {
      const end = start + parameter.numel();
      parameter.copy_(vector.slice(0, start, end).reshape(parameter.shape));
      start = end;
    }
  });
}
