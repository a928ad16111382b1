import type { Storage } from "../backend/device.js";
import { apart } from "../dispatch.js";
import { rowMajorStrides } from "../layout.js";
import { copy } from "../ops/pointwise.js";
import { sizeOf } from "../shape.js";
import { Tensor } from "../tensor.js";
import type { Node, Operand } from "./path.js";
import { type Call, spanOf, type Trace, whole } from "./trace.js";

function standIn({ device, dtype }: Tensor, length: number): Storage {
  return { device, dtype, length, start: 0, version: 0 };
}

/** The path that a run took, as calls. `values` are the run's; `wanted` are the numbers of those that outlive it. */
export function traceOf(
  path: readonly Node[],
  values: readonly Tensor[],
  argumentCount: number,
  wanted: readonly number[],
): Trace {
  const calls: Call[] = [];
  const places = new Map<Call, number>();
  const inputs: Tensor[] = [];
  const samples: Tensor[] = [];
  const symbols: Tensor[] = [];
  const takeIn = (sample: Tensor): void => {
    const { first, length } = spanOf(sample);
    const input = new Tensor(standIn(sample, length), sample.shape, sample.strides, sample.offset - first);
    symbols.push(input);
    inputs.push(input);
    samples.push(sample);
  };
  const symbolOf = (operand: Operand): Tensor =>
    typeof operand === "number"
      ? symbols[operand]!
      : new Tensor(operand.storage, operand.shape, operand.strides, operand.offset);
  for (let i = 0; i < argumentCount; i++) takeIn(values[i]!);
  path.forEach((node, place) => {
    const { primitive, attributes, output } = node;
    const operands = node.inputs.map(symbolOf);
    if (output === null) {
      const destination = symbolOf(node.destination!);
      const given = apart(operands, destination, (input) => {
        const copied = fresh(input);
        calls.push({
          primitive: copy as Call["primitive"],
          inputs: [input],
          attributes: { dtype: input.dtype },
          output: copied,
          inPlace: false,
        });
        return copied;
      });
      note(
        node,
        {
          primitive: primitive as Call["primitive"],
          inputs: given,
          attributes,
          output: destination,
          inPlace: true,
        },
        place,
      );
    } else if (primitive.kind === "view") {
      const { storage, offset } = operands[0]!;
      symbols.push(new Tensor(storage, output.shape, output.strides, offset + output.offset, "view"));
    } else if (node.isHandedOver) takeIn(values[node.number]!);
    else {
      const made = fresh(values[node.number]!);
      symbols.push(made);
      note(
        node,
        {
          primitive: primitive as Call["primitive"],
          inputs: operands,
          attributes,
          output: made,
          inPlace: false,
        },
        place,
      );
    }
  });
  function note(node: Node, call: Call, place: number): void {
    calls.push(call);
    if (node.primitive.name === "full") places.set(call, place);
  }
  const outputs = wanted.map((number) => whole(symbols[number]!.storage));
  return { calls: needed(calls, outputs), inputs, samples, outputs, places };
}

function fresh(like: Tensor): Tensor {
  const storage = standIn(like, sizeOf(like.shape));
  return new Tensor(storage, like.shape, rowMajorStrides(like.shape), 0, "fresh");
}

/** The calls on which an output or a change to something outside the step depends, in order. */
function needed(calls: readonly Call[], outputs: readonly Tensor[]): Call[] {
  const made = new Set(calls.filter((call) => !call.inPlace).map((call) => call.output.storage));
  const wanted = new Set(outputs.map((output) => output.storage));
  const kept: Call[] = [];
  for (let i = calls.length - 1; i >= 0; i--) {
    const call = calls[i]!;
    const { storage } = call.output;
    if (!wanted.has(storage) && made.has(storage)) continue;
    for (const input of call.inputs) wanted.add(input.storage);
    kept.push(call);
  }
  return kept.reverse();
}
