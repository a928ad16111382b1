import { GradientError, onesLike, type Storage, Tensor } from "@mnist/tensor";
import { checkOptions, shown } from "@mnist/tensor/internal";
import { answersOf } from "./anomaly.js";
import { withMode } from "./grad-mode.js";
import { type GradientNode, type GradientStep, graphOrder, nodeOf } from "./node.js";
import { checkFresh } from "./tape.js";

export interface GraphOptions {
  /** Keep the graph, so that it can be walked again. */
  readonly retainGraph?: boolean;
  /** Record the backward pass itself, for second derivatives; keeps the graph too. */
  readonly createGraph?: boolean;
}

/** What checkOptions is to know of these. */
export const graphOptions = { retainGraph: [true, false], createGraph: [true, false] };

export interface BackwardOptions extends GraphOptions {
  /** Add up gradients for these tensors alone, in place of all leaves. */
  readonly inputs?: readonly Tensor[];
}

const backwardOptions = { ...graphOptions, inputs: null };

function accumulate(node: GradientNode, gradient: Tensor): void {
  node.pending = node.pending === null ? gradient : node.pending.add(gradient);
}

/** Brings a rule's answer to the input's shape and dtype. */
function fit(gradient: Tensor, input: Tensor): Tensor {
  const summed = gradient.shape === input.shape ? gradient : gradient.sumToSize(input.shape);
  return summed.dtype === input.dtype ? summed : summed.to(input.dtype);
}

function passOn(step: GradientStep, gradient: Tensor): void {
  const answers = answersOf(step, gradient);
  for (let i = 0; i < step.parents.length; i++) {
    const parent = step.parents[i];
    const answer = answers[i];
    if (parent && answer) accumulate(parent, fit(answer, step.inputs[i]!));
  }
}

function throughHooks(node: GradientNode, gradient: Tensor): Tensor {
  if (node.hooks === null) return gradient;
  return node.hooks.reduce((latest, hook) => {
    const answer = hook(latest);
    return answer instanceof Tensor ? answer : latest;
  }, gradient);
}

/** Walks the graph from the roots; `arrive` gets every node with its finished gradient. */
export function walkBack(
  roots: readonly GradientNode[],
  gradients: readonly Tensor[],
  { createGraph = false, retainGraph = createGraph }: GraphOptions,
  arrive: (node: GradientNode, gradient: Tensor) => void,
): void {
  const order = graphOrder(roots);
  withMode(createGraph, () => {
    try {
      for (let i = 0; i < roots.length; i++) accumulate(roots[i]!, gradients[i]!);
      for (let i = 0; i < order.length; i++) {
        const node = order[i]!;
        const { pending, step } = node;
        node.pending = null;
        if (pending === null) continue;
        const gradient = throughHooks(node, pending);
        arrive(node, gradient);
        if (step === null) continue;
        passOn(step, gradient);
        if (!retainGraph) step.free();
      }
    } finally {
      for (let i = 0; i < order.length; i++) order[i]!.pending = null;
    }
  });
}

/** The node and the gradient that a backward pass starts from: the given one, or 1 for a single element. */
export function start(
  operation: string,
  output: Tensor,
  gradient: Tensor | undefined,
): { node: GradientNode; gradient: Tensor } {
  const node = nodeOf(output);
  if (node === null) {
    throw new GradientError({
      operation,
      got: "a tensor that requires no gradient and came from none that does",
      expected: "a result of tensors with requiresGrad_()",
      hint: "Was it computed inside noGrad, or detached?",
    });
  }
  checkFresh(operation, output);
  if (gradient !== undefined && !(gradient instanceof Tensor)) {
    throw new GradientError({
      operation,
      got: `${shown(gradient)} as the gradient to start from`,
      expected: "a tensor, or undefined before the options",
    });
  }
  if (gradient === undefined && output.numel() !== 1) {
    throw new GradientError({
      operation,
      got: `an output of shape [${output.shape.join(", ")}]`,
      expected: "a single element, or a gradient of the output's shape to start from",
      hint: `Try loss.mean() first${operation === "backward" ? ", or backward(onesLike(loss))" : ""}.`,
    });
  }
  if (gradient !== undefined && gradient.shape.join() !== output.shape.join()) {
    throw new GradientError({
      operation,
      got: `a gradient of shape [${gradient.shape.join(", ")}]`,
      expected: `the output's shape [${output.shape.join(", ")}]`,
    });
  }
  return { node, gradient: gradient ?? onesLike(output) };
}

/** Whether every element of the storage is shown once, in whatever order. */
function showsAllOnce(tensor: Tensor): boolean {
  const { shape, strides, storage } = tensor;
  if (tensor.isContiguous()) return storage.length === tensor.numel();
  const axes = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  axes.sort((a, b) => Math.abs(strides[a]!) - Math.abs(strides[b]!));
  let covered = 1;
  for (const axis of axes) {
    if (Math.abs(strides[axis]!) !== covered) return false;
    covered *= shape[axis]!;
  }
  return covered === storage.length;
}

/**
 * A gradient to keep: with elements of its own, so that changing one `grad` in place changes no other. Rules hand on the
 * same tensor to several inputs, and views of one element stretched.
 */
function ofItsOwn(gradient: Tensor, taken: Set<Storage>): Tensor {
  if (taken.has(gradient.storage) || !showsAllOnce(gradient)) return gradient.clone();
  taken.add(gradient.storage);
  return gradient;
}

/**
 * Adds to the `grad` of every leaf that `output` depends on the gradient of `output` with respect to it. Also a method:
 * `loss.backward()`.
 *
 * @throws GradientError where the output has more than one element and no gradient is given, requires none, or its graph
 * was freed by an earlier backward.
 * @source torch.Tensor.backward
 * @example
 * const x = tensor([1, 2, 3]).requiresGrad_();
 * x.square().sum().backward();
 * x.grad!.arraySync() // [2, 4, 6]
 */
export function backward(output: Tensor, gradient?: Tensor, options: BackwardOptions = {}): void {
  checkOptions("backward", options, backwardOptions);
  const first = start("backward", output, gradient);
  const only = options.inputs && new Set(options.inputs.map(nodeOf));
  const taken = new Set<Storage>([first.gradient.storage]);
  walkBack([first.node], [first.gradient], options, (node, arrived) => {
    if (only ? !only.has(node) : !node.isLeaf && !node.retains) return;
    node.grad = node.grad === null ? ofItsOwn(arrived, taken) : node.grad.add(arrived);
  });
}
