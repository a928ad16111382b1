import type { Storage } from "../../device.js";
import type { Step } from "./step.js";

/**
 * Which steps belong together: those over one shape that touch the same storages, or storages that others of them touch.
 * Each such family has a name.
 */
export class Relations {
  static readonly name: string = "Relations";

  readonly #parents = new Map<string, string>();
  readonly #numbers = new Map<Storage, number>();
  /** By family, storages from outside that its steps change. */
  readonly #changed = new Map<string, Set<Storage>>();

  constructor(steps: readonly Step[], isConstant: (storage: Storage) => boolean) {
    for (const step of steps) {
      const output = this.#key(step.output.storage, step.output.shape);
      for (const { storage, strides } of step.kind === "each" ? step.inputs : [])
        if (!isConstant(storage) && !strides.includes(0)) this.#join(output, this.#key(storage, step.space));
    }
    for (const { call, output } of steps) {
      if (!call.inPlace) continue;
      const family = this.#find(this.#key(output.storage, output.shape));
      this.#changed.set(family, (this.#changed.get(family) ?? new Set()).add(output.storage));
    }
  }

  /** The families that a step is of: that of what it walks, and for a fold that of what it leaves. */
  familiesOf({ kind, inputs, output, space }: Step): string[] {
    const made = this.#find(this.#key(output.storage, output.shape));
    return kind === "fold" ? [this.#find(this.#key(inputs[0]!.storage, space)), made] : [made];
  }

  changedBy(family: string): ReadonlySet<Storage> {
    return this.#changed.get(family) ?? new Set();
  }

  #key(storage: Storage, shape: readonly number[]): string {
    const number = this.#numbers.get(storage) ?? this.#numbers.size;
    this.#numbers.set(storage, number);
    return `${number}: ${shape}`;
  }

  #find(key: string): string {
    let root = key;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    if (root !== key) this.#parents.set(key, root);
    return root;
  }

  #join(a: string, b: string): void {
    const [left, right] = [this.#find(a), this.#find(b)];
    if (left !== right) this.#parents.set(left, right);
  }
}
