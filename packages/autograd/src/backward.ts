import { GradientError, onesLike, type Tensor } from "@mnist/tensor";
import { enableGrad, noGrad } from "./grad-mode.js";
import type { GradientContext } from "./gradient-rule.js";
import { type GradientNode, type GradientStep, nodeOf } from "./node.js";

export interface BackwardOptions {
  /** Keep the graph, so that it can be walked again. */
  readonly retainGraph?: boolean;
  /** Record the backward pass itself, for second derivatives; keeps the graph too. */
  readonly createGraph?: boolean;
}

/** The nodes that lead to the roots, youngest first: each comes before all it passes gradients to. */
function graphOrder(roots: readonly GradientNode[]): GradientNode[] {
  const found = new Set(roots);
  for (const node of found) {
    for (const parent of node.step?.parents ?? []) if (parent !== null) found.add(parent);
  }
  return [...found].sort((a, b) => b.age - a.age);
}

function accumulate(node: GradientNode, gradient: Tensor): void {
  node.pending = node.pending === null ? gradient : node.pending.add(gradient);
}

/** Brings a rule's answer to the input's shape and dtype. */
function fit(gradient: Tensor, input: Tensor): Tensor {
  const summed = gradient.shape === input.shape ? gradient : gradient.sumToSize(input.shape);
  return summed.dtype === input.dtype ? summed : summed.to(input.dtype);
}

function passOn(step: GradientStep, gradient: Tensor): void {
  step.outputGradient = gradient;
  const answers = step.rule(step as GradientContext<unknown> as GradientContext<never>);
  for (let i = 0; i < step.parents.length; i++) {
    const [parent, answer] = [step.parents[i], answers[i]];
    if (parent && answer) accumulate(parent, fit(answer, step.inputs[i]!));
  }
}

const freed: GradientStep["rule"] = () => {
  throw new GradientError({
    operation: "backward",
    got: "a graph that an earlier backward has freed",
    expected: "one backward for each forward pass",
    hint: "Try backward({ retainGraph: true }) the first time, or compute the loss anew.",
  });
};

function free(step: GradientStep): void {
  Object.assign(step, { rule: freed, inputs: [], result: null, attributes: null });
}

/** Walks the graph from the roots; `arrive` gets every node with its finished gradient. */
export function walkBack(
  roots: readonly GradientNode[],
  gradients: readonly Tensor[],
  { createGraph = false, retainGraph = createGraph }: BackwardOptions,
  arrive: (node: GradientNode, gradient: Tensor) => void,
): void {
  const order = graphOrder(roots);
  const run = createGraph ? enableGrad : noGrad;
  run(() => {
    try {
      roots.forEach((root, i) => {
        accumulate(root, gradients[i]!);
      });
      for (const node of order) {
        let gradient = node.pending;
        node.pending = null;
        if (gradient === null) continue;
        for (const hook of node.hooks ?? []) gradient = hook(gradient) ?? gradient;
        arrive(node, gradient);
        if (node.step !== null) {
          passOn(node.step, gradient);
          if (!retainGraph) free(node.step);
        }
      }
    } finally {
      for (const node of order) node.pending = null;
    }
  });
}

/** The gradient a backward pass starts from: the given one, or 1 for a single element. */
export function seed(output: Tensor, gradient: Tensor | undefined): { node: GradientNode; gradient: Tensor } {
  const node = nodeOf(output);
  if (node === null) {
    throw new GradientError({
      operation: "backward",
      got: "a tensor that requires no gradient and came from none that does",
      expected: "a result of tensors with requiresGrad_()",
      hint: "Was it computed inside noGrad, or detached?",
    });
  }
  if (gradient === undefined && output.numel() !== 1) {
    throw new GradientError({
      operation: "backward",
      got: `an output of shape [${output.shape.join(", ")}]`,
      expected: "a single element, or a gradient of the output's shape to start from",
      hint: "Try loss.mean().backward().",
    });
  }
  if (gradient !== undefined && gradient.shape.join() !== output.shape.join()) {
    throw new GradientError({
      operation: "backward",
      got: `a gradient of shape [${gradient.shape.join(", ")}]`,
      expected: `the output's shape [${output.shape.join(", ")}]`,
    });
  }
  return { node, gradient: gradient ?? onesLike(output) };
}

/** Adds to the `grad` of every leaf the gradient of `output` with respect to it. */
export function backward(output: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
  const start = seed(output, gradient);
  walkBack([start.node], [start.gradient], options, (node, arrived) => {
    if (node.isLeaf || node.retains) node.grad = node.grad === null ? arrived : node.grad.add(arrived);
  });
}
