import { isPointwise } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import type { DType } from "../../../dtype.js";
import type { Value } from "../../../expression/typed.js";
import { broadcastStrides, collapse, isSameView } from "../../../layout.js";
import { copy } from "../../../ops/pointwise.js";
import type { Shape } from "../../../shape.js";
import type { Tensor } from "../../../tensor.js";
import type { Storage } from "../../device.js";
import type { Kernels } from "../engine/module.js";
import type {
  Access,
  ElementKind,
  KernelOperand,
  PointwiseFields,
  PointwiseKernel,
} from "../generator/pointwise-kernel.js";
import { canGenerate, loadedValue, rowValue } from "../generator/row-value.js";
import type { Instruction } from "../kernels/instructions.js";
import { pointwise, SEGMENT } from "../kernels/pointwise.js";
import type { View } from "./places.js";

/** Operands of a chain: more take longer to compile than they save. */
const MOST_OPERANDS = 100;

/** Whether generated kernels can do the call, after others, to the values of the reference. */
export function isChainable(call: Call, others: readonly Call[] = []): boolean {
  const { primitive, inputs, output } = call;
  if (!isPointwise(primitive) || overwrites(call, others)) return false;
  if (
    !canGenerate(
      primitive,
      inputs.map(({ dtype }) => dtype),
      output.dtype,
    )
  )
    return false;
  return others.reduce((sum, each) => sum + each.inputs.length + 1, inputs.length + 1) <= MOST_OPERANDS;
}

/**
 * Whether a call replaces what others have read. A chain reads an element where a value first needs it, which for theirs
 * may be behind this one's store; one that reads what it changes has it read before.
 */
function overwrites({ inputs, output: { storage }, inPlace }: Call, others: readonly Call[]): boolean {
  if (!inPlace || inputs.some((input) => input.storage === storage)) return false;
  return others.some((other) => other.inputs.some((input) => input.storage === storage));
}

/** The tensors that a fused group reads from memory, and those that it leaves there with the values they get. */
interface Ends {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly { readonly tensor: Tensor; readonly value: Value }[];
}

/** Follows values through the calls of a group; `hidden` storages stay inside. */
function endsOf(calls: readonly Call[], hidden: ReadonlySet<Storage>): Ends {
  const inputs: { readonly tensor: Tensor; readonly value: Value }[] = [];
  const written = new Map<Storage, { readonly tensor: Tensor; readonly value: Value }>();
  const read = (tensor: Tensor): Value => {
    let end = written.get(tensor.storage) ?? inputs.find((each) => isSameView(each.tensor, tensor));
    if (end === undefined) {
      end = { tensor, value: loadedValue(inputs.length, tensor.dtype) };
      inputs.push(end);
    }
    return end.value;
  };
  for (const { primitive, inputs: given, output } of calls) {
    if (!isPointwise(primitive)) throw new TypeError(`${primitive.name} in a chain`);
    const dtypes = given.map(({ dtype }) => dtype);
    const value = rowValue(primitive, given.map(read), dtypes, output.dtype);
    written.set(output.storage, { tensor: output, value });
  }
  const outputs = [...written.values()].filter(({ tensor }) => !hidden.has(tensor.storage));
  return { inputs: inputs.map(({ tensor }) => tensor), outputs };
}

/** The instruction of a fused group. */
export function lowerChain(
  kernels: Kernels,
  calls: readonly Call[],
  hidden: ReadonlySet<Storage>,
  viewOf: (tensor: Tensor) => View,
): Instruction {
  const { inputs, outputs } = endsOf(calls, hidden);
  const tensors = [...inputs, ...outputs.map(({ tensor }) => tensor)];
  const views = tensors.map(viewOf);
  const { operands, ...space } = spaceOf(calls[0]!.output.shape, tensors, views);
  const accesses = operands.map(({ columnStride }, i): KernelOperand => {
    const kind = tensors[i]!.dtype as ElementKind;
    return { kind, access: accessOf(columnStride, kind, i >= inputs.length) };
  });
  const kernel: PointwiseKernel = {
    inputs: accesses.slice(0, inputs.length),
    outputs: outputs.map(({ value }, i) => ({ ...accesses[inputs.length + i]!, value })),
    outerAxes: space.outer.length,
  };
  return pointwise(kernels, kernel, { ...space, operands });
}

/** A copy of one tensor into another, to the shape of which it is broadcast. */
export function lowerCopy(
  kernels: Kernels,
  input: Tensor,
  output: Tensor,
  viewOf: (tensor: Tensor) => View,
): Instruction {
  const primitive = copy as unknown as Call["primitive"];
  const call = { primitive, inputs: [input], attributes: {}, output, inPlace: false };
  return lowerChain(kernels, [call], new Set(), viewOf);
}

/** One value for all elements of a tensor. */
export function lowerFill(
  kernels: Kernels,
  value: number,
  output: Tensor,
  viewOf: (tensor: Tensor) => View,
): Instruction {
  const { operands, ...space } = spaceOf(output.shape, [output], [viewOf(output)]);
  const kind = output.dtype as ElementKind;
  const access = accessOf(operands[0]!.columnStride, kind, true);
  const type = kind === "float32" ? "float32" : "int32";
  const constant: Value = { kind: "constant", type, value };
  const kernel = { inputs: [], outputs: [{ kind, access, value: constant }], outerAxes: space.outer.length };
  return pointwise(kernels, kernel, { ...space, operands });
}

function accessOf(columnStride: number, kind: ElementKind, isOutput: boolean): Access {
  if (columnStride === bytesOf(kind)) return "near";
  return columnStride === 0 && !isOutput ? "same" : "far";
}

function bytesOf(dtype: DType): number {
  return dtype === "float32" || dtype === "int32" ? 4 : 1;
}

/** The space that the operands share, its axes in the order in which the last of them, an output, lies in memory. */
function spaceOf(shape: Shape, tensors: readonly Tensor[], views: readonly View[]): PointwiseFields {
  const all = views.map((view) => broadcastStrides(view, shape));
  const last = all.at(-1)!;
  const order = shape.map((_, axis) => axis).sort((a, b) => Math.abs(last[b]!) - Math.abs(last[a]!) || a - b);
  const joined = collapse(
    order.map((axis) => shape[axis]!),
    all.map((strides) => order.map((axis) => strides[axis]!)),
  );
  const columns = joined.shape.at(-1) ?? 1;
  return {
    outer: joined.shape.slice(0, -1),
    columns,
    segment: Math.max(1, Math.min(columns, SEGMENT)),
    operands: views.map(({ address }, i) => {
      const bytes = bytesOf(tensors[i]!.dtype);
      const strides = joined.strides[i]!.map((stride) => stride * bytes);
      return { address, columnStride: strides.at(-1) ?? bytes, outerStrides: strides.slice(0, -1) };
    }),
  };
}
