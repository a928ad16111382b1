import type { Call } from "../../compile/capture.js";
import { isPointwise } from "../../compile/schedule.js";
import { broadcastStrides, collapse } from "../../layout.js";
import type { Tensor } from "../../tensor.js";
import type { Storage } from "../device.js";
import {
  CHAIN_SLOTS,
  type ChainOperand,
  type ChainOperation,
  type ChainStep,
  chain,
  chainOperations,
  operandKinds,
} from "./chain.js";
import type { Instruction } from "./instructions.js";
import type { Places } from "./places.js";

/** Whether the chain kernel has the operation, for these dtypes and this shape, exactly. */
export function isChainable({ primitive, inputs, output }: Call): boolean {
  if (!isPointwise(primitive) || !(primitive.name in chainOperations)) return false;
  if (!(output.dtype in operandKinds) || output.dtype === "int32" || output.dtype === "uint8") return false;
  if (inputs.some(({ dtype }) => dtype === "float64" || (dtype === "int32" && primitive.name !== "copy")))
    return false;
  if (primitive.name === "copy" && output.dtype === "bool" && inputs[0]!.dtype !== "bool") return false;
  return collapseAll(inputs, output).shape.length <= 2;
}

function collapseAll(inputs: readonly Tensor[], output: Tensor) {
  return collapse(output.shape, [
    output.strides,
    ...inputs.map((input) => broadcastStrides(input, output.shape)),
  ]);
}

/** The tensors that a fused group reads from memory and those it leaves there. */
interface Ends {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

function endsOf(calls: readonly Call[], hidden: ReadonlySet<Storage>): Ends {
  const written = new Set<Storage>();
  const inputs: Tensor[] = [];
  const outputs = new Map<Storage, Tensor>();
  for (const call of calls) {
    for (const input of call.inputs) {
      if (!written.has(input.storage) && !inputs.some((each) => alike(each, input))) inputs.push(input);
    }
    written.add(call.output.storage);
    if (!hidden.has(call.output.storage)) outputs.set(call.output.storage, call.output);
  }
  return { inputs, outputs: [...outputs.values()] };
}

function alike(a: Tensor, b: Tensor): boolean {
  return (
    a.storage === b.storage &&
    a.offset === b.offset &&
    a.shape.join() === b.shape.join() &&
    a.strides.join() === b.strides.join()
  );
}

/** The instruction of a fused group; null where its operands together do not fit one. */
export function lowerChain(
  calls: readonly Call[],
  hidden: ReadonlySet<Storage>,
  places: Places,
): Instruction | null {
  const { inputs, outputs } = endsOf(calls, hidden);
  const shape = calls[0]!.output.shape;
  const operands = [...inputs, ...outputs].map((tensor) => places.view(tensor));
  const joined = collapse(
    shape,
    operands.map((operand) => broadcastStrides(operand, shape)),
  );
  if (joined.shape.length > 2) return null;
  const columns = joined.shape.at(-1) ?? 1;
  const rows = joined.shape.length === 2 ? joined.shape[0]! : 1;
  const ends = operands.map(({ address }, i): ChainOperand => {
    const strides = joined.strides[i]!;
    const { dtype } = [...inputs, ...outputs][i]!;
    const kind = dtype as ChainOperand["kind"];
    return {
      address,
      kind,
      columnStride: strides.at(-1) ?? 0,
      rowStride: strides.length === 2 ? strides[0]! : 0,
    };
  });
  const steps = stepsOf(calls, inputs, outputs);
  if (steps.some((step) => step.target >= CHAIN_SLOTS)) return null;
  return chain({
    rows,
    columns,
    inputs: ends.slice(0, inputs.length),
    outputs: ends.slice(inputs.length),
    steps,
  });
}

/** Slots: inputs, outputs, then a temporary for each value that stays inside. */
function stepsOf(calls: readonly Call[], inputs: readonly Tensor[], outputs: readonly Tensor[]): ChainStep[] {
  const slots = new Map<Storage, number>();
  let next = inputs.length + outputs.length;
  return calls.map(({ primitive, inputs: given, output }) => {
    const operands = given.map(
      (input) => slots.get(input.storage) ?? inputs.findIndex((each) => alike(each, input)),
    );
    const outer = outputs.findIndex((each) => each.storage === output.storage);
    const target = slots.get(output.storage) ?? (outer >= 0 ? inputs.length + outer : next++);
    slots.set(output.storage, target);
    return { operation: primitive.name as ChainOperation, target, operands };
  });
}
