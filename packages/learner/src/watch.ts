import type { AnyModule } from "@mnist/nn";
import { Tensor } from "@mnist/tensor";

interface Property {
  readonly owner: object;
  readonly key: string;
  readonly value: unknown;
}

/**
 * Counts the changes of what a recorded step takes for granted: which layers and tensors there are, where their values
 * lie, whether they want gradients, all settings that are properties of modules, and whatever else `more` names.
 */
export class Watch {
  #revision = 0;
  #properties: readonly Property[] = [];
  #others: readonly unknown[] = [];

  constructor(
    readonly modules: () => readonly AnyModule[],
    readonly more: () => readonly unknown[],
  ) {}

  /** Takes in everything anew. Layers that were added are seen here alone. */
  look(): void {
    const properties = this.modules().flatMap(propertiesOf);
    const others = this.more();
    const same =
      properties.length === this.#properties.length &&
      properties.every(({ owner, key, value }, i) => {
        const before = this.#properties[i]!;
        return owner === before.owner && key === before.key && Object.is(value, before.value);
      }) &&
      alike(others, this.#others);
    if (same) return;
    this.#revision++;
    this.#properties = properties;
    this.#others = others;
  }

  /** The count, after another look at what is known to be there. */
  revision(): number {
    const holds = this.#properties.every(({ owner, key, value }) =>
      Object.is(Reflect.get(owner, key), value),
    );
    if (!holds || !alike(this.more(), this.#others)) this.look();
    return this.#revision;
  }
}

function alike(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((value, i) => Object.is(value, right[i]));
}

const ofTensors = ["storage", "tape", "grad"];

function propertiesOf(module: AnyModule): Property[] {
  return module.modules().flatMap((owner) =>
    Object.entries(owner).flatMap(([key, value]) => {
      const own = { owner, key, value };
      if (!(value instanceof Tensor)) return [own];
      const inner = ofTensors.map((name) => ({ owner: value, key: name, value: Reflect.get(value, name) }));
      return [own, ...inner];
    }),
  );
}
