import { GradientError, stack, Tensor, zeros, zerosLike } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import { grad, requireList } from "./grad.js";
import { enableGrad } from "./grad-mode.js";

export interface JacobianOptions {
  /** Record the derivatives themselves, so that they can be differentiated. */
  readonly createGraph?: boolean;
}

/** Inputs to differentiate with respect to: cut off from their past, or (to differentiate the result) still in it. */
function leaves(inputs: readonly Tensor[], createGraph: boolean): Tensor[] {
  return inputs.map((input) => (createGraph && input.requiresGrad ? input : input.detach().requiresGrad_()));
}

/**
 * Every partial derivative ∂f(x)ᵢ/∂xⱼ: the output's axes, then the input's.
 *
 * @source torch.autograd.functional.jacobian
 * @example
 * jacobian((x) => x.square(), tensor([1, 2])).arraySync() // [[2, 0], [0, 4]]
 */
export function jacobian(f: (x: Tensor) => Tensor, input: Tensor, options: JacobianOptions = {}): Tensor {
  checkOptions("jacobian", options, { createGraph: [true, false] });
  if (!(input instanceof Tensor)) {
    const hint = "Try jacobian(f, x), with a function of one tensor.";
    throw new GradientError({
      operation: "jacobian",
      got: `${shown(input)} as the input`,
      expected: "one tensor",
      hint,
    });
  }
  const { createGraph = false } = options;
  return enableGrad(() => {
    const [x] = leaves([input], createGraph) as [Tensor];
    const output = f(x);
    const shape = [...output.shape, ...x.shape];
    if (!output.requiresGrad || output.numel() === 0)
      return zeros(shape, { dtype: output.dtype, device: output.device });
    const rows = output.reshape([-1]).unbind();
    const gradients = rows.map((row) => {
      return grad(row, [x], { retainGraph: true, createGraph, allowUnused: true })[0]!;
    });
    return stack(gradients).reshape(shape);
  });
}

/**
 * Every second derivative ∂²f(x)/∂xᵢ∂xⱼ of a function with one output: the input's axes, twice.
 *
 * @source torch.autograd.functional.hessian
 * @example
 * hessian((x) => x.pow(3).sum(), tensor([1, 2])).arraySync() // [[6, 0], [0, 12]]
 */
export function hessian(f: (x: Tensor) => Tensor, input: Tensor, options: JacobianOptions = {}): Tensor {
  const slope = (x: Tensor): Tensor => grad(f(x), [x], { createGraph: true, allowUnused: true })[0]!;
  return jacobian(slope, input, options);
}

/**
 * The value of f and vᵀJ, the gradients of f's output weighed by `v` with respect to each input: one backward pass.
 *
 * @param v - the output's shape
 * @source torch.autograd.functional.vjp
 * @example
 * const [value, [gradient]] = vjp((x) => x.square(), [tensor([1, 2])], tensor([1, 10])); // [1, 4] and [2, 40]
 */
export function vjp(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  v: Tensor,
): [Tensor, Tensor[]] {
  requireList("vjp", inputs);
  return enableGrad(() => {
    const given = leaves(inputs, false);
    const value = f(...given);
    return [value.detach(), grad(value, given, { gradient: v, allowUnused: true })];
  });
}

/**
 * The value of f and J·t, how its output moves as the inputs move along `tangents`: the derivative of vᵀJ, which is linear
 * in v, with respect to v.
 *
 * @param tangents - one for each input, in its shape
 * @throws GradientError where they have others.
 * @source torch.autograd.functional.jvp
 * @example
 * const [value, change] = jvp((x) => x.square(), [tensor([1, 2])], [tensor([1, 1])]); // [1, 4] and [2, 4]
 */
export function jvp(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  tangents: readonly Tensor[],
): [Tensor, Tensor] {
  for (const list of [inputs, tangents]) requireList("jvp", list);
  const shapesOf = (list: readonly Tensor[]): string =>
    list.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
  if (shapesOf(inputs) !== shapesOf(tangents)) {
    throw new GradientError({
      operation: "jvp",
      got: `tangents of shape ${shapesOf(tangents)}`,
      expected: `the inputs' shapes: ${shapesOf(inputs)}`,
    });
  }
  return enableGrad(() => {
    const given = leaves(inputs, false);
    const value = f(...given);
    if (!value.requiresGrad) return [value, zerosLike(value)];
    const v = zerosLike(value).requiresGrad_();
    const weighed = grad(value, given, { gradient: v, createGraph: true, allowUnused: true });
    const along = weighed.map((each, i) => each.mul(tangents[i]!).sum()).reduce((sum, each) => sum.add(each));
    if (!along.requiresGrad) return [value.detach(), zerosLike(value)];
    return [value.detach(), grad(along, [v], { allowUnused: true })[0]!];
  });
}
