import { ArgumentError, type Tensor } from "@mnist/tensor";
import { shown } from "@mnist/tensor/internal";
import { AnyModule } from "../any-module.js";
import { asGiven, hidesOrder } from "../given-order.js";
import { Module } from "../module.js";

/** Keeps modules as properties of their container, so that they are found by name: `model[0]`, `layers.encoder`. */
function adopt(container: AnyModule, modules: readonly (readonly [string, AnyModule])[]): void {
  for (const [name, module] of modules) {
    if (!(module instanceof AnyModule)) {
      throw new ArgumentError({
        operation: container.constructor.name,
        got: `${shown(module)} under ${JSON.stringify(name)}`,
        expected: "a module",
        ...(typeof module === "function" && { hint: "Try a class with that as its forward." }),
      });
    }
    if (name === "" || name.includes(".") || name in container) {
      throw new ArgumentError({
        operation: container.constructor.name,
        got: `a module named ${JSON.stringify(name)}`,
        expected: "a new name without dots that no property or method has",
      });
    }
    Object.assign(container, { [name]: module });
  }
}

/** Modules by name. An object sorts names that are numbers before others; a map keeps every order. */
export type NamedModules<M> = Readonly<Record<string, M>> | ReadonlyMap<string, M>;

/** What an object or a map names. @throws ArgumentError for what is neither, and for an object that hides their order */
function entriesOf<M>(container: AnyModule, modules: NamedModules<M>): [string, M][] {
  if (modules instanceof Map) return [...modules];
  const isObject = typeof modules === "object" && modules !== null && !(modules instanceof Set);
  const entries = isObject ? Object.entries(modules as Readonly<Record<string, M>>) : [];
  const names = entries.map(([name]) => name);
  if (isObject && !hidesOrder(names)) return entries;
  throw new ArgumentError({
    operation: container.constructor.name,
    got: isObject ? `names ${names.join(", ")} in an object, which sorts numbers first` : shown(modules),
    expected: `${isObject ? "" : "an object or "}a Map of modules by name`,
  });
}

/**
 * Modules one after the other, named "0", "1", …, or as an object or a map names them, in its order.
 *
 * @throws ArgumentError for what is no module, names that cannot be, and an object whose order numbers in its names hide.
 * @source torch.nn.Sequential
 * @example
 * new Sequential(new Linear(784, 100), new ReLU(), new Linear(100, 10))
 */
export class Sequential extends Module {
  static override readonly name: string = "Sequential";

  readonly [position: number]: Module;
  readonly #names: readonly string[];

  constructor(...modules: readonly Module[] | readonly [NamedModules<Module>]) {
    super();
    const [first] = modules;
    const isNamed = modules.length === 1 && typeof first === "object" && first !== null;
    const entries = isNamed ? entriesOf(this, first) : Object.entries(modules as readonly Module[]);
    adopt(this, entries);
    this.#names = entries.map(([name]) => name);
  }

  override slots(): [string, AnyModule][] {
    return asGiven(super.slots(), this.#names);
  }

  /** The constructor takes no others. */
  override children(): Module[] {
    return super.children() as Module[];
  }

  override get length(): number {
    return this.slots().length;
  }

  /** The module at a position, counted from the end where negative. */
  at(index: number): Module | undefined {
    return [...this].at(index);
  }

  override forward(x: Tensor): Tensor {
    return [...this].reduce((input, module) => module(input), x);
  }

  /** The modules inside, in turn; one that stands in several places as often. */
  [Symbol.iterator](): Iterator<Module> {
    return this.slots()
      .map(([, module]) => module as Module)
      [Symbol.iterator]();
  }
}

/** Modules in a list, found by their owner; it computes nothing itself. @source torch.nn.ModuleList */
export class ModuleList<M extends AnyModule = Module> extends Module {
  static override readonly name: string = "ModuleList";

  readonly [position: number]: M;

  constructor(modules: Iterable<M> = [], ...more: readonly never[]) {
    super();
    refuseMore("ModuleList", more);
    if (typeof modules?.[Symbol.iterator] !== "function" || isModuleItself(modules)) {
      throw new ArgumentError({
        operation: "ModuleList",
        got: isModuleItself(modules) ? "a module in place of a list" : shown(modules),
        expected: "a list of modules",
        hint: "Try new ModuleList([a, b]).",
      });
    }
    adopt(this, Object.entries([...modules]));
  }

  /** The constructor and `append` take no others. */
  override children(): M[] {
    return super.children() as M[];
  }

  override get length(): number {
    return this.slots().length;
  }

  /** Adds a module at the end. */
  append(module: M): this {
    adopt(this, [[String(this.length), module]]);
    return this;
  }

  override forward(..._inputs: Tensor[]): Tensor {
    return refuseCall("ModuleList");
  }

  /** The modules inside, in turn; one that stands in several places as often. */
  [Symbol.iterator](): Iterator<M> {
    return this.slots()
      .map(([, module]) => module as M)
      [Symbol.iterator]();
  }
}

/**
 * Modules by name, in the order in which they came, found by their owner; it computes nothing itself.
 *
 * @throws ArgumentError for what is no module, names that cannot be, and an object whose order numbers in its names hide.
 * @source torch.nn.ModuleDict
 * @example
 * const heads = new ModuleDict(new Map([["10", new Linear(4, 1)], ["2", new Linear(4, 1)]]));
 * heads.keys(); // ["10", "2"]
 */
export class ModuleDict<M extends AnyModule = Module> extends Module {
  static override readonly name: string = "ModuleDict";

  readonly #names: string[] = [];

  constructor(modules: NamedModules<M> = {}) {
    super();
    for (const [name, module] of entriesOf(this, modules)) this.set(name, module);
  }

  /** The constructor and `set` take no others. */
  override slots(): [string, M][] {
    return asGiven(super.slots() as [string, M][], this.#names);
  }

  override namedChildren(): [string, M][] {
    return super.namedChildren() as [string, M][];
  }

  /** The module of that name. @throws ArgumentError with the names there are. */
  get(name: string): M {
    const found = this.slots().find(([each]) => each === name);
    if (found !== undefined) return found[1];
    throw new ArgumentError({
      operation: "ModuleDict",
      got: JSON.stringify(name),
      expected: `one of ${this.keys().join(", ") || "no names, as it is empty"}`,
    });
  }

  /** Adds a module. */
  set(name: string, module: M): this {
    adopt(this, [[name, module]]);
    this.#names.push(name);
    return this;
  }

  /** Whether there is a module of that name. */
  has(name: string): boolean {
    return this.keys().includes(name);
  }

  /** The names, in order. */
  keys(): string[] {
    return this.slots().map(([name]) => name);
  }

  override forward(..._inputs: Tensor[]): Tensor {
    return refuseCall("ModuleDict");
  }

  /** The modules inside, in turn. */
  [Symbol.iterator](): Iterator<[string, M]> {
    return this.slots()[Symbol.iterator]();
  }
}

/** Whether a value is a module that no list of others is. */
function isModuleItself(value: unknown): boolean {
  return value instanceof AnyModule && !(value instanceof ModuleList || value instanceof Sequential);
}

/** Refuses values beside the list that a constructor takes. */
export function refuseMore(operation: string, more: readonly unknown[]): void {
  if (more.length === 0) return;
  throw new ArgumentError({
    operation,
    got: `${more.length + 1} arguments`,
    expected: "one list",
    hint: `Try new ${operation}([a, b]).`,
  });
}

function refuseCall(operation: string): never {
  throw new ArgumentError({
    operation,
    got: "a call",
    expected: "a call of one of its modules",
    hint: "Try Sequential, which calls its modules one after the other.",
  });
}
