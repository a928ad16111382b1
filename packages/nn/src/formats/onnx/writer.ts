import { ArgumentError, type Tensor } from "@mnist/tensor";
import type { Primitive, Primitives } from "@mnist/tensor/internal";
import type { AnyModule } from "../../any-module.js";
import { Graph, type Size, type Value } from "./graph.js";
import { type LayerRule, layerRules } from "./layer-rules.js";
import type { Node } from "./model-proto.js";
import type { PrimitiveRule } from "./primitive-rule.js";
import { primitiveRules } from "./primitive-rules.js";
import type { Run, Step } from "./trace.js";

/** The rule that writes a layer called with these inputs, where ONNX has an operator for it. */
export function ruleFor(layer: AnyModule, inputs: readonly Tensor[]): LayerRule | undefined {
  return layerRules.find((rule) => rule.applies(layer, inputs));
}

function sizesOf(first: Tensor, second: Tensor): Size[] {
  return first.shape.map((size, axis) => (size === second.shape[axis] ? size : null));
}

export interface WriterSettings {
  /** Parameters and buffers by name. */
  readonly named: ReadonlyMap<Tensor, string>;
  /** Numbers that grow with the batch, see `readBatchNumbers`. */
  readonly batchNumbers: ReadonlyMap<Tensor, number>;
  readonly inputNames: readonly string[];
  readonly outputName: string;
}

/** Turns what a model did in two runs, whose batches differ in size, into nodes. */
export class Writer {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly #values = new Map<Tensor, Value>();

  constructor(
    readonly first: Run,
    readonly second: Run,
    readonly settings: WriterSettings,
  ) {
    const { named, inputNames, outputName } = settings;
    this.graph = new Graph(named, inputNames[0] ?? "", [...inputNames, outputName]);
    this.inputs = first.inputs.map((tensor, i) =>
      this.#define(inputNames[i] ?? "", tensor, second.inputs[i]!),
    );
  }

  #define(name: string, first: Tensor, second: Tensor): Value {
    const value = { name, type: first.dtype, sizes: sizesOf(first, second) };
    this.#values.set(first, value);
    return value;
  }

  /** The value of a tensor, which the file holds where no step made it. */
  #valueOf(first: Tensor, second: Tensor): Value {
    const known = this.#values.get(first);
    if (known !== undefined) return known;
    const perSample = this.settings.batchNumbers.get(first);
    const { graph } = this;
    const name = perSample === undefined ? graph.held(first) : graph.timesBatch(perSample, first.dtype);
    return this.#define(name, first, second);
  }

  writeSteps(): void {
    this.first.steps.forEach((step, i) => {
      const twin = this.second.steps[i]!;
      this.graph.scope = step.scope;
      if (this.#values.has(step.output)) return; // a layer that handed its input on
      const inputs = step.inputs.map((input, k) => this.#valueOf(input, twin.inputs[k]!));
      this.#define(this.#write(step, twin, inputs), step.output, twin.output);
    });
  }

  #write(step: Step, twin: Step, inputs: readonly Value[]): string {
    if (step.kind === "layer") return ruleFor(step.layer, step.inputs)!.write(this.graph, step.layer, inputs);
    const { name } = step.primitive as Primitive<keyof Primitives, never>;
    // There are others than those of the table, as special functions bring their own.
    const write = Object.hasOwn(primitiveRules, name) && (primitiveRules[name] as PrimitiveRule<unknown>);
    if (!write) {
      throw new ArgumentError({
        operation: "exportOnnx",
        got: `${name} in ${step.scope || "the model"}`,
        expected: "operations that ONNX has",
      });
    }
    return write(this.graph, {
      inputs,
      attributes: step.attributes,
      otherAttributes: (twin as typeof step).attributes,
      output: { type: step.output.dtype, sizes: sizesOf(step.output, twin.output) },
    });
  }

  /** All nodes, the last of which gives the output its name. */
  finish(): { readonly nodes: readonly Node[]; readonly output: Value } {
    const { first, second, graph } = this;
    const { outputName } = this.settings;
    const last = this.#valueOf(first.output, second.output);
    const isMade = graph.nodes.some(({ outputs }) => outputs.includes(last.name));
    if (!isMade) {
      const node = { name: "Identity", operator: "Identity", inputs: [last.name], outputs: [outputName] };
      graph.nodes.push({ ...node, attributes: {} });
    }
    const rename = (name: string): string => (isMade && name === last.name ? outputName : name);
    const nodes = graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
    return { nodes, output: { ...last, name: outputName, sizes: sizesOf(first.output, second.output) } };
  }
}
