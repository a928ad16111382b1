import { GradientError, Tensor, zerosLike } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type GraphOptions, graphOptions, start, walkBack } from "./backward.js";
import { enableGrad } from "./grad-mode.js";
import { type GradientNode, nodeOf } from "./node.js";

export interface GradOptions extends GraphOptions {
  /** The gradient of the output to start from; needed where it has more than one element. */
  readonly gradient?: Tensor;
  /** Answer zeros for an input that the output does not depend on, in place of an error. */
  readonly allowUnused?: boolean;
}

const gradOptions = { ...graphOptions, gradient: null, allowUnused: [true, false] };

/** Refuses, for calls that no compiler has seen, one tensor in place of a list. */
export function requireList(operation: string, inputs: readonly Tensor[]): void {
  if (Array.isArray(inputs) && inputs.every((input) => input instanceof Tensor)) return;
  throw new GradientError({
    operation,
    got: Array.isArray(inputs) ? "a list of other things" : "no list",
    expected: "a list of tensors",
    hint: "Try [x].",
  });
}

/**
 * The gradients of `output` with respect to `inputs`, without touching any `grad`.
 *
 * @throws GradientError where an input is not part of the graph.
 * @source torch.autograd.grad
 * @example
 * const x = tensor(3).requiresGrad_();
 * grad(x.square(), [x])[0].itemSync() // 6
 */
export function grad(output: Tensor, inputs: readonly Tensor[], options: GradOptions = {}): Tensor[] {
  checkOptions("grad", options, gradOptions);
  requireList("grad", inputs);
  const wanted = new Map<GradientNode, Tensor | null>();
  const nodes = inputs.map((input) => nodeOf(input));
  for (const node of nodes) if (node !== null) wanted.set(node, null);
  const first = start("grad", output, options.gradient);
  walkBack([first.node], [first.gradient], options, (node, arrived) => {
    if (wanted.has(node)) wanted.set(node, arrived);
  });
  return nodes.map((node, i) => {
    const found = node === null ? null : wanted.get(node);
    if (found) return found;
    if (options.allowUnused) return zerosLike(inputs[i]!);
    throw new GradientError({
      operation: "grad",
      got: `input ${i}, ${node === null ? "which requires no gradient" : "on which the output does not depend"}`,
      expected: "inputs that require a gradient and took part in the output",
      hint:
        node === null
          ? "Try requiresGrad_() on it before the output is computed."
          : "Try { allowUnused: true } for zeros.",
    });
  });
}

/**
 * Turns a function of tensors into one that gives its value and its gradients with respect to all of them.
 *
 * @source jax.value_and_grad
 * @example
 * const [value, [slope]] = valueAndGrad((x) => x.square())(tensor(3));
 * value.itemSync() // 9
 * slope!.itemSync() // 6
 */
export function valueAndGrad<Inputs extends readonly Tensor[]>(
  f: (...inputs: Inputs) => Tensor,
): (...inputs: Inputs) => [Tensor, Tensor[]] {
  return (...inputs) =>
    enableGrad(() => {
      const leaves = inputs.map((input) => input.detach().requiresGrad_()) as readonly Tensor[] as Inputs;
      const value = f(...leaves);
      return [value.detach(), grad(value, leaves, { allowUnused: true })];
    });
}
