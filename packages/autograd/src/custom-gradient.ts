import type { Tensor } from "@mnist/tensor";
import { isGradEnabled, noGrad } from "./grad-mode.js";
import type { GradientRule } from "./gradient-rule.js";
import { track } from "./tape.js";

/**
 * A function with a gradient of your own: `backward` gets the output's gradient, then the inputs and the output, and
 * answers one gradient (or null) for each input.
 *
 * @source torch.autograd.Function
 * @example
 * const straightThrough = customGradient((x) => x.round(), (outputGradient) => [outputGradient]);
 */
export function customGradient<Inputs extends readonly Tensor[]>(
  forward: (...inputs: Inputs) => Tensor,
  backward: (outputGradient: Tensor, inputs: Inputs, output: Tensor) => readonly (Tensor | null)[],
): (...inputs: Inputs) => Tensor {
  return (...inputs) => {
    const output = noGrad(() => forward(...inputs)).detach();
    if (isGradEnabled() && inputs.some((input) => input.requiresGrad)) {
      const rule: GradientRule<unknown> = (step) => backward(step.outputGradient, inputs, step.output);
      track("customGradient", rule, inputs, null, output, false);
    }
    return output;
  };
}
