import { dispatch } from "../dispatch.js";
import { promoteTypes } from "../dtype.js";
import { ShapeError } from "../errors.js";
import { cat as catPrimitive } from "../ops/indexing.js";
import { showShape, wrapDim } from "../shape.js";
import type { Tensor } from "../tensor.js";
import { unsqueeze } from "./movement.js";

/** Tensors laid end to end along one axis. @throws ShapeError where another axis differs. @source torch.cat */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = tensors[0];
  if (first === undefined) {
    throw new ShapeError({ operation: "cat", got: "no tensors", expected: "at least one" });
  }
  const axis = wrapDim(dim, first.ndim, "cat");
  for (const each of tensors) {
    if (each.ndim !== first.ndim || each.shape.some((size, i) => i !== axis && size !== first.shape[i])) {
      throw new ShapeError({
        operation: "cat",
        got: `${showShape(first.shape)} and ${showShape(each.shape)} along dim ${dim}`,
        expected: "equal sizes on every other axis",
        hint: "Try stack for tensors of one shape, which makes a new axis.",
      });
    }
  }
  const dtype = tensors.map((each) => each.dtype).reduce(promoteTypes);
  return dispatch(catPrimitive, tensors, { dim: axis, dtype });
}

/** Tensors of one shape side by side along a new axis. @source torch.stack */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = tensors[0];
  const odd = tensors.find((each) => showShape(each.shape) !== showShape(first!.shape));
  if (first === undefined || odd !== undefined) {
    throw new ShapeError({
      operation: "stack",
      got: first === undefined ? "no tensors" : `${showShape(first.shape)} and ${showShape(odd!.shape)}`,
      expected: first === undefined ? "at least one" : "tensors of one shape",
    });
  }
  return cat(
    tensors.map((each) => unsqueeze(each, dim)),
    dim,
  );
}
