import { type DType, kinds, type TypedArray } from "../../dtype.js";
import type { DeferredStorage, Device, StorageOwner } from "../device.js";

/** Elements that may get their memory later; until its owner lets go of it, it tells whenever somebody asks for them. */
export class DeferredCpuStorage implements DeferredStorage {
  version = 0;
  readonly start = 0;
  #values: TypedArray | null = null;

  constructor(
    readonly device: Device,
    readonly dtype: DType,
    readonly length: number,
    public owner: StorageOwner | null,
  ) {}

  get data(): TypedArray {
    this.owner?.touched(this);
    return this.#values!;
  }

  set data(values: TypedArray) {
    this.#values = values;
  }

  get isFilled(): boolean {
    return this.#values !== null;
  }

  fill(): void {
    this.#values ??= new kinds[this.dtype].array(this.length);
  }
}
