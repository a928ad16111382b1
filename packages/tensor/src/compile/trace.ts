import type { Storage } from "../backend/device.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import { Tensor } from "../tensor.js";

/** One kernel call of a recorded step. Views need none: a tensor's own strides say how it is read. */
export interface Call {
  readonly primitive: KernelPrimitive<string, unknown>;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
  /** The tensor made, or for an in-place call the one changed. */
  readonly output: Tensor;
  readonly inPlace: boolean;
}

/**
 * What one way through a step does, on tensors that stand for its values: they have no memory, and share a storage only
 * where one is a view of the other. Tensors from outside are themselves.
 */
export interface Trace {
  readonly calls: readonly Call[];
  /** What every run hands over: the arguments, numbers drawn at random, values from JavaScript. */
  readonly inputs: readonly Tensor[];
  /** What was handed over while recording. */
  readonly samples: readonly Tensor[];
  /** Whole storages that are wanted afterwards. */
  readonly outputs: readonly Tensor[];
  /** For a call that fills with a number, at which place of the step it stands. */
  readonly places: ReadonlyMap<Call, number>;
}

/** The storages that calls change in place. */
export function changedIn({ calls }: Trace): Set<Storage> {
  return new Set(calls.filter(({ inPlace }) => inPlace).map(({ output }) => output.storage));
}

/** The run of elements in which a tensor lies. */
export function spanOf({ shape, strides, offset }: Tensor): { first: number; length: number } {
  let [first, last] = [offset, offset];
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 0) return { first: offset, length: 0 };
    const reach = (shape[axis]! - 1) * strides[axis]!;
    if (reach < 0) first += reach;
    else last += reach;
  }
  return { first, length: last - first + 1 };
}

/** All elements of a storage. */
export function whole(storage: Storage): Tensor {
  return new Tensor(storage, [storage.length], [1], storage.start);
}
