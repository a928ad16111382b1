import type { Call } from "../../../compile/capture.js";
import { isPointwise } from "../../../compile/schedule.js";
import { broadcastStrides, collapse, type Layout } from "../../../layout.js";
import type { Shape } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import {
  CHAIN_SLOTS,
  type ChainOperand,
  type ChainOperation,
  type ChainStep,
  chain,
  chainOperations,
  operandKinds,
} from "../kernels/chain.js";
import type { Instruction } from "../kernels/instructions.js";
import type { Places } from "./places.js";

/** Whether the chain kernel has the operation, for these dtypes and, after others, for these shapes, exactly. */
export function isChainable({ primitive, inputs, output }: Call, others: readonly Call[] = []): boolean {
  if (!isPointwise(primitive) || !(primitive.name in chainOperations)) return false;
  if (!(output.dtype in operandKinds) || output.dtype === "int32" || output.dtype === "uint8") return false;
  if (inputs.some(({ dtype }) => dtype === "float64" || (dtype === "int32" && primitive.name !== "copy")))
    return false;
  if (primitive.name === "copy" && output.dtype === "bool" && inputs[0]!.dtype !== "bool") return false;
  const tensors = [output, ...inputs, ...others.flatMap((other) => [other.output, ...other.inputs])];
  return tensors.length <= CHAIN_SLOTS && rowsOf(output.shape, tensors) !== null;
}

interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly operands: readonly Pick<ChainOperand, "rowStride" | "columnStride" | "period">[];
}

/**
 * Operands over one shape as rows and columns; null where they take more axes. Of three axes the first two make the rows
 * where each operand walks both in one stride, or repeats along the first: a channel's bias beside a batch of images.
 */
function rowsOf(shape: Shape, operands: readonly Layout[]): Rows | null {
  const joined = collapse(
    shape,
    operands.map((operand) => broadcastStrides(operand, shape)),
  );
  const [columns = 1, second = 1, first = 1, ...more] = joined.shape.toReversed();
  if (more.length > 0) return null;
  const views = joined.strides.map((strides) => {
    const [columnStride = 0, rowStride = 0, repeat = rowStride * second] = strides.toReversed();
    if (repeat === rowStride * second) return { columnStride, rowStride };
    return repeat === 0 ? { columnStride, rowStride, period: second } : null;
  });
  if (views.includes(null)) return null;
  return { rows: first * second, columns, operands: views.filter((view) => view !== null) };
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
  places: Pick<Places, "view">,
): Instruction | null {
  const { inputs, outputs } = endsOf(calls, hidden);
  const shape = calls[0]!.output.shape;
  const operands = [...inputs, ...outputs].map((tensor) => places.view(tensor));
  const joined = rowsOf(shape, operands);
  if (joined === null) return null;
  const ends = operands.map(({ address }, i): ChainOperand => {
    const { dtype } = [...inputs, ...outputs][i]!;
    return { address, kind: dtype as ChainOperand["kind"], ...joined.operands[i]! };
  });
  const steps = stepsOf(calls, inputs, outputs);
  if (steps.some((step) => step.target >= CHAIN_SLOTS)) return null;
  return chain({
    rows: joined.rows,
    columns: joined.columns,
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
