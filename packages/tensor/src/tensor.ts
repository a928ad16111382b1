import type { Device, Storage } from "./backend/device.js";
import type { DType } from "./dtype.js";
import { isRowMajor, type Layout } from "./layout.js";
import { type Shape, sizeOf, wrapDim } from "./shape.js";

/**
 * An n-dimensional array of one dtype on one device: a strided view of a storage that other views may share.
 * Its operations are functions of this package and, by the same names, methods.
 */
export class Tensor implements Layout {
  static readonly name: string = "Tensor";

  readonly storage: Storage;
  readonly shape: Shape;
  readonly strides: readonly number[];
  /** Position of the first element in the storage, in elements. */
  readonly offset: number;
  readonly #size: number;
  #contiguous: boolean | undefined;
  /** A recorder's own note on this tensor; @mnist/autograd keeps the graph here. */
  tape: unknown = null;

  /** Whether this looks into another tensor's storage. */
  isView: boolean;

  constructor(
    storage: Storage,
    shape: Shape,
    strides: readonly number[],
    offset: number,
    kind?: "fresh" | "view",
  ) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.#size = sizeOf(shape);
    this.#contiguous = kind === "fresh" ? true : undefined;
    this.isView = kind === "view";
  }

  get dtype(): DType {
    return this.storage.dtype;
  }

  get device(): Device {
    return this.storage.device;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** Number of axes. @source torch.Tensor.dim */
  dim(): number {
    return this.shape.length;
  }

  /** Number of elements. @source torch.Tensor.numel */
  numel(): number {
    return this.#size;
  }

  /** The shape, or one axis of it. @source torch.Tensor.size */
  size(): Shape;
  size(dim: number): number;
  size(dim?: number): Shape | number {
    return dim === undefined ? this.shape : this.shape[wrapDim(dim, this.ndim, "size")]!;
  }

  /** Size of the first axis, as `len(x)` in Python. */
  get length(): number {
    return this.shape[0] ?? 0;
  }

  /** Whether the elements lie in row-major order without gaps. @source torch.Tensor.is_contiguous */
  isContiguous(): boolean {
    this.#contiguous ??= isRowMajor(this.shape, this.strides);
    return this.#contiguous;
  }
}
