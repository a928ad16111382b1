import type { Tensor } from "@mnist/tensor";
import { start } from "./backward.js";
import { type GradientNode, graphOrder, nodeOf } from "./node.js";

export interface DescribeGraphOptions {
  /** Lines of text, or Graphviz's language. Text unless said otherwise. */
  readonly format?: "text" | "dot";
  /** What to call tensors that appear in the graph. */
  readonly names?: Readonly<Record<string, Tensor>>;
}

/**
 * The graph that a backward pass from `output` would walk, as text (one line a step, in the order of the walk) or for
 * Graphviz (`dot -Tsvg`).
 *
 * @throws GradientError where `output` requires no gradient.
 * @example
 * const w = tensor([1, 2]).requiresGrad_();
 * describeGraph(w.square().sum(), { names: { w } })
 * // #2 sum [] ← #1
 * // #1 square [2] ← #0
 * // #0 w [2]
 */
export function describeGraph(output: Tensor, options: DescribeGraphOptions = {}): string {
  const { format = "text", names = {} } = options;
  const { node } = start("describeGraph", output, output.detach());
  const order = graphOrder([node]);
  const numbers = new Map(order.map((each, i) => [each, order.length - 1 - i]));
  const called = new Map(Object.entries(names).map(([name, tensor]) => [nodeOf(tensor), name]));
  const label = (each: GradientNode): string => {
    const made = each.step?.name ?? "leaf";
    const name = called.get(each);
    const title = name === undefined ? made : each.isLeaf ? name : `${made} ${name}`;
    return `${title} [${each.shape.join(", ")}]`;
  };
  const parents = (each: GradientNode): number[] =>
    (each.step?.parents ?? []).flatMap((parent) => (parent === null ? [] : [numbers.get(parent)!]));
  return format === "dot" ? asDot(order, numbers, label, parents) : asText(order, numbers, label, parents);
}

type Describe<T> = (node: GradientNode) => T;
type Numbers = ReadonlyMap<GradientNode, number>;

function asText(
  order: readonly GradientNode[],
  numbers: Numbers,
  label: Describe<string>,
  parents: Describe<number[]>,
): string {
  const lines = order.map((node) => {
    const from = parents(node).map((number) => `#${number}`);
    return `#${numbers.get(node)} ${label(node)}${from.length > 0 ? ` ← ${from.join(", ")}` : ""}`;
  });
  return lines.join("\n");
}

function asDot(
  order: readonly GradientNode[],
  numbers: Numbers,
  label: Describe<string>,
  parents: Describe<number[]>,
): string {
  const boxes = order.map((node) => {
    const style = node.isLeaf ? ", shape=box, style=filled, fillcolor=lightblue" : "";
    return `  n${numbers.get(node)} [label=${JSON.stringify(label(node))}${style}];`;
  });
  const arrows = order.flatMap((node) =>
    parents(node).map((parent) => `  n${parent} -> n${numbers.get(node)};`),
  );
  return ["digraph gradients {", "  rankdir=BT;", ...boxes, ...arrows, "}"].join("\n");
}
