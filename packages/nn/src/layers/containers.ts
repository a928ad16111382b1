import type { Tensor } from "@mnist/tensor";
import { Module } from "../module.js";

/**
 * Modules one after the other, named "0", "1", …, or as an object names them.
 *
 * @source torch.nn.Sequential
 * @example
 * new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10))
 */
export class Sequential extends Module {
  readonly #modules: readonly (readonly [string, Module])[];

  constructor(...modules: readonly Module[] | readonly [Readonly<Record<string, Module>>]) {
    super();
    const [first] = modules;
    const named =
      modules.length === 1 && !(first instanceof Module)
        ? Object.entries(first ?? {})
        : Object.entries(modules as readonly Module[]);
    this.#modules = named;
  }

  override get length(): number {
    return this.#modules.length;
  }

  /** The module at a position, counted from the end where negative. */
  at(index: number): Module | undefined {
    return this.#modules.at(index)?.[1];
  }

  override *namedChildren(): IterableIterator<[string, Module]> {
    for (const [name, module] of this.#modules) yield [name, module];
  }

  override forward(x: Tensor): Tensor {
    return this.#modules.reduce((input, [, module]) => module(input), x);
  }
}
