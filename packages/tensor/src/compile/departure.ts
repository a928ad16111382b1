import type { Storage } from "../backend/device.js";
import { snapshot } from "../dispatch.js";
import { copy } from "../ops/pointwise.js";
import type { Tensor } from "../tensor.js";
import type { Operand } from "./path.js";
import { whole } from "./trace.js";

/** What is known of a run whose calls are done as they come. */
export class Departure {
  readonly #numbers = new Map<Tensor, number>();
  /** The numbers of the values that storages were made for. */
  readonly #made = new Map<Storage, number>();
  /** What storages held before the run changed them. */
  readonly #before = new Map<Storage, Tensor>();

  /** Takes in a value; a view has no storage of its own. */
  add(value: Tensor, number: number, isMade: boolean): void {
    this.#numbers.set(value, number);
    if (isMade) this.#made.set(value.storage, number);
  }

  forget(value: Tensor): void {
    this.#numbers.delete(value);
    this.#made.delete(value.storage);
  }

  /** The number of the value that a storage was made for; undefined where it is from outside. */
  numberOf(storage: Storage): number | undefined {
    return this.#made.get(storage);
  }

  /** What stands for a tensor in a recording; null for a value of the step that no call has made. */
  operandOf(tensor: Tensor): Operand | null {
    const number = this.#numbers.get(tensor);
    if (number !== undefined) return number;
    const { storage, shape, strides, offset } = tensor;
    return this.#made.has(storage) ? null : { storage, shape, strides, offset };
  }

  /** Keeps what a storage holds before it is changed for the first time. */
  remember(storage: Storage): void {
    if (!this.#before.has(storage)) this.#before.set(storage, snapshot(whole(storage)));
  }

  /** Gives all that was changed the values it had before. */
  undo(): void {
    for (const [storage, values] of this.#before) storage.device.map(copy, [values], whole(storage));
  }
}
