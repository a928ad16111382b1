import { isPointwise } from "../../../compile/schedule.js";
import type { Call } from "../../../compile/trace.js";
import { broadcastStrides } from "../../../layout.js";
import type { ReduceAttributes, Reduction } from "../../../ops/reduce.js";
import { type Shape, sameShape, sizeOf } from "../../../shape.js";
import { Tensor } from "../../../tensor.js";
import { longest } from "../reduce.wgsl.js";

/** How a call takes part in a kernel that is made for a step. */
export type StepKind = "each" | "fold" | "product";

/** A call as a kernel walks it: its tensors over one shape, without axes of size 1. */
export interface Step {
  readonly call: Call;
  readonly kind: StepKind;
  /** What is walked: the output, or for a fold the input. */
  readonly space: Shape;
  /** Read element by element of the space. */
  readonly inputs: readonly Tensor[];
  /** Read at other places. */
  readonly sources: readonly Tensor[];
  readonly output: Tensor;
  /** For a fold, which axes of the space stay. */
  readonly kept: readonly boolean[];
}

/** The tensor over a shape that it fills or is stretched to; `fixed` is an axis along which it stands still. */
export function walked(tensor: Tensor, shape: Shape, fixed = -1): Tensor {
  const strides = broadcastStrides(tensor, shape).map((stride, axis) => (axis === fixed ? 0 : stride));
  const long = (_: unknown, axis: number): boolean => shape[axis] !== 1;
  return new Tensor(tensor.storage, shape.filter(long), strides.filter(long), tensor.offset);
}

/** The call as a step of a kernel made for it and others; null where only a kernel of its own does it. */
export function stepOf(call: Call): Step | null {
  const { primitive, inputs } = call;
  if (primitive.name === "full" || isPointwise(primitive)) return eachStep(call, inputs, []);
  if (call.inPlace) return null;
  return special[primitive.name]?.(call) ?? null;
}

const special: Readonly<Record<string, (call: Call) => Step | null>> = {
  sum: foldStep,
  prod: foldStep,
  gather: gatherStep,
  scatterAdd: scatterStep,
  matmul: productStep,
  conv2d: productStep,
  conv2dInput: productStep,
  conv2dWeight: productStep,
};

function eachStep(call: Call, inputs: readonly Tensor[], sources: readonly Tensor[], fixed = -1): Step {
  const { shape } = call.output;
  const output = walked(call.output, shape);
  return {
    call,
    kind: "each",
    space: output.shape,
    inputs: inputs.map((input) => walked(input, shape, fixed)),
    sources,
    output,
    kept: [],
  };
}

function gatherStep(call: Call): Step {
  const [input, index] = call.inputs as [Tensor, Tensor];
  return eachStep(call, [index], [input]);
}

/** A sum with one element for each line: a choice between two numbers. */
function scatterStep(call: Call): Step | null {
  const [input, index, source] = call.inputs as [Tensor, Tensor, Tensor];
  const { dim } = call.attributes as { readonly dim: number };
  if (!sameShape(index.shape, input.shape.with(dim, 1)) || call.output.dtype !== "float32") return null;
  const { shape } = call.output;
  const [from, place] = [walked(input, shape), walked(index, shape, dim)];
  return { ...eachStep(call, [], []), inputs: [from, place, walked(source, shape, dim)] };
}

function foldStep(call: Call): Step | null {
  const [input] = call.inputs as [Tensor];
  const { dims } = call.attributes as ReduceAttributes;
  const long = input.shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const length = sizeOf(dims.map((dim) => input.shape[dim]!));
  if (length < 2 || length > longest) return null;
  const { output } = call;
  const shape = input.shape.filter((size, axis) => size !== 1 && !dims.includes(axis));
  return {
    call,
    kind: "fold",
    space: long.map((axis) => input.shape[axis]!),
    inputs: [walked(input, input.shape)],
    sources: [],
    output: new Tensor(output.storage, shape, walked(output, output.shape).strides, output.offset),
    kept: long.map((axis) => !dims.includes(axis)),
  };
}

function productStep(call: Call): Step | null {
  if ([...call.inputs, call.output].some(({ dtype }) => dtype !== "float32")) return null;
  return { ...eachStep(call, [], call.inputs), kind: "product" };
}

export function isProduct({ primitive }: Call): boolean {
  return special[primitive.name] === productStep;
}

/** The operation of a fold. */
export function reductionOf({ call }: Step): Reduction {
  return call.primitive as unknown as Reduction;
}
