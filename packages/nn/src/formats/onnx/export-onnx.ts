import { noGradNow } from "@mnist/autograd/internal";
import { ArgumentError, cat, type Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type ExampleInputs, inEval, toTensors } from "../../inspect/observe.js";
import type { Module } from "../../module.js";
import { checkMetadata } from "../metadata.js";
import { readBatchNumbers } from "./batch-numbers.js";
import type { Value } from "./graph.js";
import { modelProto, type Port } from "./model-proto.js";
import { type Run, type Step, trace } from "./trace.js";
import { ruleFor, Writer } from "./writer.js";

export interface OnnxOptions {
  /** Whether the first axis of every input is a batch of any size; it is unless said otherwise. */
  readonly dynamicBatch?: boolean;
  /** "input" where there is one, "input_0", … unless said; with a number where a parameter is called so. */
  readonly inputNames?: readonly string[];
  /** "output" unless said, with a number where a parameter is called so. */
  readonly outputName?: string;
  /** Text that goes with the model, as the names of its classes. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A model as one ONNX file (operator set 17) that does in `eval` what the model does: layers that ONNX has an operator
 * for become one, and everything else, a forward of your own too, what it computes. Parameters keep their names.
 *
 * @param inputs the shape of a float32 input, its batch first, or example inputs of the right shape and dtype.
 * @throws ArgumentError where the model does something that ONNX cannot say, naming what and in which module, answers
 * more than one tensor, metadata is no text, or a name is empty or another's; and for options that there are not.
 * @source torch.onnx.export
 * @example
 * const model = new Sequential(new Linear(784, 10), new Softmax(1));
 * const bytes = await exportOnnx(model, [1, 784], { metadata: { classes: "0,1,2,3,4,5,6,7,8,9" } });
 */
export async function exportOnnx(
  model: Module,
  inputs: ExampleInputs,
  options: OnnxOptions = {},
): Promise<Uint8Array> {
  checkOptions("exportOnnx", options, {
    dynamicBatch: [true, false],
    inputNames: null,
    outputName: null,
    metadata: null,
  });
  const { dynamicBatch = true, inputNames, outputName, metadata = {} } = options;
  checkMetadata("exportOnnx", metadata);
  const examples = toTensors(model, inputs);
  const runs = inEval(model, () =>
    dynamicBatch ? [2, 3].map((batch) => run(model, withBatch(examples, batch))) : [run(model, examples)],
  );
  const [first, second] = [runs[0]!, runs.at(-1)!];
  checkSteps(first, second);
  const named = [...model.namedParameters(), ...model.namedBuffers()];
  const names = portNames(
    named.map(([name]) => name),
    examples.map((_, i) => inputNames?.[i] ?? (examples.length === 1 ? ["input"] : [`input_${i}`])),
    outputName ?? ["output"],
  );
  const writer = new Writer(first, second, {
    named: new Map(named.map(([name, tensor]) => [tensor, name])),
    batchNumbers: await readBatchNumbers(first, second),
    ...names,
  });
  writer.writeSteps();
  const { nodes, output } = writer.finish();
  const initializers = await writer.graph.initializers();
  return modelProto({
    nodes,
    initializers,
    inputs: writer.inputs.map(toPort),
    outputs: [toPort(output)],
    metadata,
  });
}

/** A name that was given; or in a list, one that may get a number. */
type PortName = string | readonly [string];

/** Names of inputs and the output, each once and none a parameter's. */
function portNames(parameters: readonly string[], inputs: readonly PortName[], output: PortName) {
  const given = [...inputs, output].filter((name) => typeof name === "string");
  const taken = new Set(parameters);
  for (const name of given) {
    if (name !== "" && !taken.has(name) && taken.add(name)) continue;
    const got = name === "" ? "an empty name" : `the name ${JSON.stringify(name)} twice`;
    const expected = "inputs, the output and the parameters each under a name of its own";
    throw new ArgumentError({ operation: "exportOnnx", got, expected });
  }
  const settle = (name: PortName): string => {
    if (typeof name === "string") return name;
    let unique = name[0];
    for (let number = 1; taken.has(unique); number++) unique = `${name[0]}_${number}`;
    taken.add(unique);
    return unique;
  };
  return { inputNames: inputs.map(settle), outputName: settle(output) };
}

/** The first row of each input, as often as said. */
function withBatch(examples: readonly Tensor[], batch: number): Tensor[] {
  return examples.map((example) => {
    if (example.ndim === 0 || example.length === 0) {
      throw new ArgumentError({
        operation: "exportOnnx",
        got: `an input of shape [${example.shape.join(", ")}]`,
        expected: "a batch of at least one as the first axis",
        hint: "Try { dynamicBatch: false }.",
      });
    }
    const row = example.detach().narrow(0, 0, 1);
    return noGradNow(() => cat(new Array<Tensor>(batch).fill(row)));
  });
}

function run(model: Module, inputs: readonly Tensor[]): Run {
  return trace(model, inputs, (layer, given) => ruleFor(layer, given) !== undefined);
}

/** Refuses a model whose steps differ between the runs. */
function checkSteps(first: Run, second: Run): void {
  const length = Math.max(first.steps.length, second.steps.length);
  for (let i = 0; i < length; i++) {
    const [step, twin] = [first.steps[i], second.steps[i]];
    if (step !== undefined && twin !== undefined && isSame(step, twin)) continue;
    throw new ArgumentError({
      operation: "exportOnnx",
      got: `other operations for a batch of 3 than for one of 2, in ${(step ?? twin)?.scope || "the model"}`,
      expected: "a forward that does the same for any batch",
      hint: "Try { dynamicBatch: false }.",
    });
  }
}

function isSame(step: Step, twin: Step): boolean {
  if (step.kind === "layer") return twin.kind === "layer" && twin.layer === step.layer;
  return twin.kind === "primitive" && twin.primitive === step.primitive;
}

function toPort({ name, type, sizes }: Value): Port {
  return { name, type, sizes: sizes.map((size, axis) => size ?? (axis === 0 ? "batch" : `size_${axis}`)) };
}
