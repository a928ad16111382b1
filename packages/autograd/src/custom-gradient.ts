import type { Tensor } from "@mnist/tensor";
import { isGradEnabled, withMode } from "./grad-mode.js";
import type { GradientRule } from "./gradient-rule.js";
import type { GradientStep } from "./node.js";
import { track } from "./tape.js";

/**
 * A function with a gradient of your own: `backward` gets the output's gradient, then the inputs and the output, and
 * answers one gradient (or null) for each input. Made of differentiable operations, it can be differentiated again.
 *
 * @throws GradientError in a backward pass where an input or the output was changed in place since.
 * @source torch.autograd.Function
 * @example
 * const straightThrough = customGradient((x) => x.round(), (outputGradient) => [outputGradient]);
 * const x = tensor(1.4).requiresGrad_();
 * straightThrough(x).backward();
 * x.grad!.itemSync() // 1
 */
export function customGradient<Inputs extends readonly Tensor[]>(
  forward: (...inputs: Inputs) => Tensor,
  backward: (outputGradient: Tensor, inputs: Inputs, output: Tensor) => readonly (Tensor | null)[],
): (...inputs: Inputs) => Tensor {
  const rule: GradientRule<unknown> = (context) => {
    const step = context as GradientStep;
    const inputs = step.inputs.map((_, position) => step.input(position));
    return backward(step.outputGradient, inputs as readonly Tensor[] as Inputs, step.output);
  };
  return (...inputs) => {
    const output = withMode(false, () => forward(...inputs)).detach();
    if (isGradEnabled() && inputs.some((input) => input.requiresGrad))
      track(forward.name || "customGradient", rule, inputs, null, output, false);
    return output;
  };
}
