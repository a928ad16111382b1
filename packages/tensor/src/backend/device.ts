import type { Executable } from "../compile/executable.js";
import type { Trace } from "../compile/trace.js";
import type { DType, TypedArray } from "../dtype.js";
import type { LineAttributes, LineOperation } from "../ops/line-operation.js";
import type { Pointwise } from "../ops/pointwise-row.js";
import type { KernelPrimitive } from "../ops/primitive.js";
import type { ArgReduction, Reduction } from "../ops/reduce.js";
import type { Tensor } from "../tensor.js";

/** A run of elements on a device. Views share it; `version` counts the in-place changes. */
export interface Storage {
  readonly device: Device;
  readonly dtype: DType;
  readonly length: number;
  /** Where it begins in the array that `read` answers; small storages may share one. */
  readonly start: number;
  version: number;
  /** Frees the memory before the garbage collector would; absent where it frees all. */
  release?(): void;
}

/** Told when somebody asks for the elements of a storage. */
export interface StorageOwner {
  touched(storage: DeferredStorage): void;
}

/** A storage that gets its memory only when `fill` is called; see Device.defer. */
export interface DeferredStorage extends Storage {
  /** Null once nobody needs to be told any more. */
  owner: StorageOwner | null;
  readonly isFilled: boolean;
  fill(): void;
}

/** A primitive on its way into a device, with its output allocated. */
export interface WholeCall {
  readonly primitive: Pick<KernelPrimitive<string, unknown>, "name">;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
  readonly output: Tensor;
}

/**
 * What a device can do. Every kernel reads strided inputs (any offset, any strides, zero sizes) and fills `output`,
 * whose shape and dtype the primitive has already settled. `output` is row-major, except that `map` and `fill` also write
 * strided views and that `map` may be given one of its inputs, in the same layout, as its output.
 */
export interface Device {
  readonly name: string;

  /** Makes a recorded step ready to be replayed; null where this engine cannot. The processor's way is in compile/prepare.ts. */
  prepare?(trace: Trace): Executable | null;
  /** A storage for a value of a compiled step: what every device has that can replay one. */
  defer?(dtype: DType, length: number, owner: StorageOwner): DeferredStorage;

  /** `operation` is who asks, for the message of a device that has no such dtype. */
  allocate(dtype: DType, length: number, operation?: string): Storage;
  /** A storage over an array itself, where the device computes on arrays; whoever has it must not change it. */
  adopt?(dtype: DType, data: TypedArray): Storage;
  write(storage: Storage, data: TypedArray): void;
  /** The array that holds the storage, from its `start` on; not to be written to. */
  read(storage: Storage): Promise<TypedArray>;
  /** The same at once; `@throws DeviceError` on a device that answers later. */
  readSync(storage: Storage, operation?: string): TypedArray;

  /** output[i] = op(inputs[0][i], …), inputs broadcast to the output's shape. */
  map(op: Pointwise, inputs: readonly Tensor[], output: Tensor): void;
  fill(value: number, output: Tensor): void;
  reduce(op: Reduction, input: Tensor, dims: readonly number[], output: Tensor): void;
  /** Works on each line along the last axis; see LineOperation. */
  line(op: LineOperation, inputs: readonly Tensor[], attributes: LineAttributes, output: Tensor): void;
  argReduce(op: ArgReduction, input: Tensor, dim: number, output: Tensor): void;
  /** left: [...batch, rows, inner], right: [...batch, inner, columns], equal batch axes. */
  matmul(left: Tensor, right: Tensor, output: Tensor): void;
  gather(input: Tensor, dim: number, index: Tensor, output: Tensor): void;
  /** `@throws ShapeError` where an index names a place that an axis lacks; on devices whose gather does. */
  checkPlaces?(operation: string, index: Tensor, size: number): void;
  /** output = input, then output[…, index, …] += source along `dim`. */
  scatterAdd(input: Tensor, dim: number, index: Tensor, source: Tensor, output: Tensor): void;
  cumsum(input: Tensor, dim: number, output: Tensor): void;
  /** Positions that sort each line along `dim`, stable, NaN last ascending. */
  argsort(input: Tensor, dim: number, descending: boolean, output: Tensor): void;

  /**
   * Does in one kernel what a primitive otherwise composes of the methods above; false where the device has none, or none
   * for these operands.
   */
  runWhole?(call: WholeCall): boolean;
}
