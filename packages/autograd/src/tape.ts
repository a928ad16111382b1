import { GradientError, isFloat, type Storage, type Tensor } from "@mnist/tensor";
import { addRecorder, type Primitive } from "@mnist/tensor/internal";
import { callStack, checkOutput } from "./anomaly.js";
import { isGradEnabled } from "./grad-mode.js";
import type { GradientRule } from "./gradient-rule.js";
import { gradients } from "./gradients.js";
import { GradientNode, GradientStep, graphOrder, nodeOf } from "./node.js";

const rules = gradients as Readonly<Record<string, GradientRule<never> | null>>;

/** For storages changed in place by recorded operations: the age of the node that the last change made. */
const changes = new WeakMap<Storage, number>();
let changed = false;

function checkChange(destination: Tensor, inputs: readonly Tensor[], operation: string): void {
  if (!isGradEnabled()) return;
  if (nodeOf(destination)?.isLeaf === true) {
    throw new GradientError({
      operation,
      got: "a leaf tensor that requires a gradient",
      expected: "a tensor that the graph does not start from",
      hint: `Try noGrad(() => parameter.${operation}(…)), which is how parameters are updated.`,
    });
  }
  if (destination.isView && (destination.tape !== null || inputs.some((input) => input.tape !== null))) {
    throw new GradientError({
      operation,
      got: "a view, changed by or with something that requires a gradient",
      expected: "a tensor of its own, as the tape does not follow a change back through views",
      hint: "Try where, cat or scatterAdd, which make new tensors, or noGrad where no gradient is to pass.",
    });
  }
}

/** Refuses a view that was recorded before its tensor was changed in place: it shows the new values, its graph the old. */
export function checkFresh(operation: string, input: Tensor): void {
  const node = changed && input.isView ? nodeOf(input) : null;
  if (node === null || node.isLeaf || node.age >= (changes.get(input.storage) ?? 0)) return;
  throw new GradientError({
    operation,
    got: `a view of shape [${input.shape.join(", ")}], whose tensor was changed in place since`,
    expected: "a view taken after the change",
    hint: "Try taking the view anew, or the operation without the underscore.",
  });
}

/** The table's rule, or the one that a primitive brings itself. */
function ruleOf<A>(primitive: Primitive<string, A>): GradientRule<never> | null | undefined {
  return (primitive.kind === "kernel" ? primitive.gradient : undefined) ?? rules[primitive.name];
}

function record<A>(
  primitive: Primitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
  output: Tensor,
  inPlace: boolean,
): void {
  if (!isGradEnabled()) return;
  checkOutput(primitive.name, inputs, output);
  let needed = false;
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i]!.tape === null) continue;
    needed = true;
    checkFresh(primitive.name, inputs[i]!);
  }
  const rule = needed && isFloat(output.dtype) ? ruleOf(primitive) : null;
  if (rule) track(primitive.name, rule, inputs, attributes, output, inPlace);
  else if (inPlace) output.tape = null;
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
  const step = new GradientStep(name, rule, inputs, attributes, output, parents, inPlace, callStack());
  const node = new GradientNode(step, output.shape);
  output.tape = node;
  if (inPlace) {
    changes.set(output.storage, node.age);
    changed = true;
  }
}

/** What a backward pass from a tensor would look at, and the gradient that one has left with it. */
function keeps(tensor: Tensor, take: (kept: Tensor) => void): void {
  const node = nodeOf(tensor);
  if (node === null || node.step?.isFreed) return;
  if (node.step === null) {
    if (node.grad !== null) take(node.grad);
    return;
  }
  for (const { step, grad } of graphOrder([node])) {
    if (grad !== null) take(grad);
    step?.saved().forEach(take);
  }
}

addRecorder({ willChange: checkChange, record, keeps });
