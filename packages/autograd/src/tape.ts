import { addRecorder, GradientError, type Primitive, type Tensor } from "@mnist/tensor";
import { isGradEnabled } from "./grad-mode.js";
import type { GradientRule } from "./gradient-rule.js";
import { gradients } from "./gradients.js";
import { GradientNode, GradientStep, nodeOf } from "./node.js";

const rules = gradients as Readonly<Record<string, GradientRule<never> | null>>;

function refuse(got: string, expected: string, hint: string): never {
  throw new GradientError({ operation: "in-place operation", got, expected, hint });
}

function checkChange(destination: Tensor, inputs: readonly Tensor[]): void {
  if (!isGradEnabled()) return;
  if (nodeOf(destination)?.isLeaf === true) {
    refuse(
      "a leaf tensor that requires a gradient",
      "a tensor that the graph does not start from",
      "Try noGrad(() => parameter.sub_(…)), which is how parameters are updated.",
    );
  }
  if (destination.isView && (destination.tape !== null || inputs.some((input) => input.tape !== null))) {
    refuse(
      "a view, changed by or with something that requires a gradient",
      "a tensor of its own, as the tape does not follow a change back through views",
      "Try where, cat or scatterAdd, which make new tensors.",
    );
  }
}

function record<A>(
  primitive: Primitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
  output: Tensor,
  inPlace: boolean,
): void {
  if (!isGradEnabled()) return;
  let needed = false;
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.tape !== null) needed = true;
  if (!needed) {
    if (inPlace) output.tape = null;
    return;
  }
  const rule = rules[primitive.name];
  if (rule !== null && rule !== undefined) track(primitive.name, rule, inputs, attributes, output, inPlace);
}

/** Puts a call on the tape: the output now requires a gradient, which `rule` passes on to the inputs. */
export function track(
  name: string,
  rule: GradientRule<never>,
  inputs: readonly Tensor[],
  attributes: unknown,
  output: Tensor,
  inPlace: boolean,
): void {
  const parents = inputs.map(nodeOf);
  output.tape = new GradientNode(
    new GradientStep(name, rule, inputs, attributes, output, parents, inPlace),
    output.shape,
  );
}

addRecorder({ willChange: checkChange, record });
