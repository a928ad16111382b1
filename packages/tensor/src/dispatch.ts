import { allocate } from "./allocate.js";
import type { Device } from "./backend/device.js";
import { selectedDevice } from "./backend/select-device.js";
import { isFloat, kinds } from "./dtype.js";
import { DeviceError, DTypeError, ShapeError } from "./errors.js";
import { interceptor } from "./interceptor.js";
import { copy } from "./ops/pointwise.js";
import type { KernelPrimitive, Primitive } from "./ops/primitive.js";
import { overlaps, refuseRepeated } from "./overlap.js";
import { sameShape, showShape } from "./shape.js";
import { Tensor } from "./tensor.js";

/** Something that watches every primitive go by: the autograd tape, an export. */
export interface Recorder {
  /** Called before an in-place change; may refuse it by throwing. */
  willChange?(destination: Tensor, inputs: readonly Tensor[], operation: string): void;
  /** Called before a tensor's values are read. */
  willRead?(tensor: Tensor): void;
  /** Calls `take` with the tensors that it may need later on account of this one. */
  keeps?(tensor: Tensor, take: (kept: Tensor) => void): void;
  /** `output` is the tensor made, or for an in-place call the one changed. */
  record<A>(
    primitive: Primitive<string, A>,
    inputs: readonly Tensor[],
    attributes: A,
    output: Tensor,
    inPlace: boolean,
  ): void;
}

let recorders: readonly Recorder[] = [];

/** Lets `recorder` watch from now on, until the returned function is called. */
export function addRecorder(recorder: Recorder): () => void {
  recorders = [...recorders, recorder];
  return () => {
    recorders = recorders.filter((each) => each !== recorder);
  };
}

/** Tells the recorders that values are about to be read. */
export function announceRead(tensor: Tensor): void {
  interceptor?.read(tensor);
  for (let i = 0; i < recorders.length; i++) recorders[i]!.willRead?.(tensor);
}

/** Calls `take` with the tensors that recorders may need later on account of one. */
export function eachKeptWith(tensor: Tensor, take: (kept: Tensor) => void): void {
  for (let i = 0; i < recorders.length; i++) recorders[i]!.keeps?.(tensor, take);
}

function deviceOf(primitive: string, inputs: readonly Tensor[], asked?: Device): Device {
  const first = inputs[0];
  if (first === undefined) return asked ?? selectedDevice();
  const device = first.storage.device;
  for (let i = 1; i < inputs.length; i++) {
    const other = inputs[i]!.storage.device;
    if (other !== device) {
      throw new DeviceError({
        operation: primitive,
        got: `tensors on ${device.name} and ${other.name}`,
        expected: "all on one device",
        hint: "Try tensor.to(device).",
      });
    }
  }
  return device;
}

/** The one way into a device: settles the output's shape and dtype, runs the kernel or makes the view, tells the recorders. */
export function dispatch<A>(
  primitive: Primitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
): Tensor {
  const output =
    interceptor === null
      ? perform(primitive, inputs, attributes)
      : interceptor.make(primitive, inputs, attributes);
  for (let i = 0; i < recorders.length; i++)
    recorders[i]!.record(primitive, inputs, attributes, output, false);
  return output;
}

/** Does a call, in memory that `place` finds, and tells nobody. */
export function perform<A>(
  primitive: Primitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
  place: typeof allocate = allocate,
): Tensor {
  if (primitive.kind === "view") {
    const input = inputs[0]!;
    const { shape, strides, offset } = primitive.layout(input, attributes);
    return new Tensor(input.storage, shape, strides, offset, "view");
  }
  const spec = primitive.infer(inputs, attributes);
  const device = deviceOf(primitive.name, inputs, spec.device);
  const output = place(device, spec, primitive.name);
  primitive.run(device, inputs, attributes, output);
  return output;
}

/** The same into an existing tensor, which all its views see change. */
export function dispatchInto<A>(
  destination: Tensor,
  primitive: KernelPrimitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
): Tensor {
  const operation = `${primitive.name}_`;
  for (let i = 0; i < recorders.length; i++) recorders[i]!.willChange?.(destination, inputs, operation);
  refuseRepeated(operation, destination);
  if (interceptor === null) performInto(destination, primitive, inputs, attributes);
  else interceptor.change(destination, primitive, inputs, attributes);
  destination.storage.version++;
  for (let i = 0; i < recorders.length; i++)
    recorders[i]!.record(primitive, inputs, attributes, destination, true);
  return destination;
}

/** Does a call in place and tells nobody. */
export function performInto<A>(
  destination: Tensor,
  primitive: KernelPrimitive<string, A>,
  inputs: readonly Tensor[],
  attributes: A,
): void {
  const operation = `${primitive.name}_`;
  const spec = primitive.infer(inputs, attributes);
  if (!sameShape(spec.shape, destination.shape)) {
    throw new ShapeError({
      operation,
      got: `a result of shape ${showShape(spec.shape)} for a tensor of shape ${showShape(destination.shape)}`,
      expected: "the same shape: an in-place operation cannot grow its tensor",
      hint: "Try the operation without the underscore, which makes a new tensor.",
    });
  }
  if (kinds[spec.dtype].category > kinds[destination.dtype].category) {
    throw new DTypeError({
      operation,
      got: `a ${spec.dtype} result for a tensor of dtype ${destination.dtype}`,
      expected: isFloat(spec.dtype) ? "a float tensor" : "an integer or float tensor",
      hint: "Try the operation without the underscore, which makes a new tensor.",
    });
  }
  const device = deviceOf(operation, [destination, ...inputs]);
  primitive.run(device, apart(inputs, destination), attributes, destination);
}

/** The inputs, copied where the writing of `destination` would disturb them. */
export function apart(
  inputs: readonly Tensor[],
  destination: Tensor,
  copied: (input: Tensor) => Tensor = snapshot,
): readonly Tensor[] {
  for (let i = 0; i < inputs.length; i++) {
    if (overlaps(inputs[i]!, destination))
      return inputs.map((input) => (overlaps(input, destination) ? copied(input) : input));
  }
  return inputs;
}

/** A copy of its own. */
export function snapshot(input: Tensor): Tensor {
  const copied = allocate(input.device, input, "copy");
  input.device.map(copy, [input], copied);
  return copied;
}
