import { noGrad } from "@mnist/autograd";
import { ArgumentError, type Device, type DType, ShapeError, type Tensor } from "@mnist/tensor";
import { Parameter } from "./parameter.js";

/** Tensors by the names PyTorch gives them: `0.weight`, `encoder.bias`. */
export type StateDict = Record<string, Tensor>;

/** Sees a call's inputs and output; may answer another output. */
export type ForwardHook = (module: Module, inputs: readonly Tensor[], output: Tensor) => Tensor | undefined;
/** Sees a call's inputs; may answer others. */
export type ForwardPreHook = (module: Module, inputs: readonly Tensor[]) => readonly Tensor[] | undefined;

/** Hands its subclass another object to be: fields and methods then go onto a function. */
class Adopting {
  constructor(self: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is the whole point, see Module
    return self;
  }
}

// biome-ignore lint/style/useShorthandFunctionType: a function type cannot merge with the class
export interface Module {
  /** Runs `forward` and the hooks. */
  (...inputs: Tensor[]): Tensor;
}

/**
 * A part of a network: parameters and other modules kept as properties, and a `forward` that uses them. An instance is
 * itself a function, as in PyTorch: `model(x)`.
 *
 * @source torch.nn.Module
 * @example
 * class Scale extends Module {
 *   readonly factor = new Parameter(tensor(2));
 *   override forward(x: Tensor): Tensor {
 *     return x.mul(this.factor);
 *   }
 * }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface is the function that the constructor makes
export abstract class Module extends Adopting {
  /** Whether layers behave as in training; see `train` and `eval`. */
  training = true;
  readonly #buffers = new Set<string>();
  #preHooks: readonly ForwardPreHook[] = [];
  #hooks: readonly ForwardHook[] = [];

  constructor() {
    const self = (...inputs: Tensor[]): Tensor => (self as unknown as Module).#run(inputs);
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    super(Object.setPrototypeOf(self, new.target.prototype));
  }

  /** What the module computes. Call the module itself, `model(x)`, so that hooks run. */
  abstract forward(...inputs: Tensor[]): Tensor;

  #run(inputs: readonly Tensor[]): Tensor {
    let given = inputs;
    for (const hook of this.#preHooks) given = hook(this, given) ?? given;
    let output = this.forward(...given);
    for (const hook of this.#hooks) output = hook(this, given, output) ?? output;
    return output;
  }

  /** Modules held by this one, by name: its properties, and what containers add. */
  *namedChildren(): IterableIterator<[string, Module]> {
    for (const [name, value] of Object.entries(this)) if (value instanceof Module) yield [name, value];
  }

  children(): Module[] {
    return [...this.namedChildren()].map(([, child]) => child);
  }

  /** This module and all below it, depth first; each once. */
  *namedModules(prefix = "", seen = new Set<Module>()): IterableIterator<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.namedChildren()) yield* child.namedModules(join(prefix, name), seen);
  }

  modules(): Module[] {
    return [...this.namedModules()].map(([, module]) => module);
  }

  /** The parameters with their names, in PyTorch's order: a module's own, then its children's. */
  namedParameters(): [string, Parameter][] {
    const seen = new Set<Parameter>();
    return [...this.namedModules()].flatMap(([prefix, module]) =>
      Object.entries(module)
        .filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter && !seen.has(entry[1]))
        .map(([name, parameter]): [string, Parameter] => {
          seen.add(parameter);
          return [join(prefix, name), parameter];
        }),
    );
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Marks a property as a buffer: state that is saved but not learned. @source torch.nn.Module.register_buffer */
  registerBuffer(name: string, values: Tensor): void {
    Object.assign(this, { [name]: values });
    this.#buffers.add(name);
  }

  namedBuffers(): [string, Tensor][] {
    return [...this.namedModules()].flatMap(([prefix, module]) =>
      [...module.#buffers].map((name): [string, Tensor] => [
        join(prefix, name),
        Reflect.get(module, name) as Tensor,
      ]),
    );
  }

  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Parameters and buffers by name, sharing their storage. */
  stateDict(): StateDict {
    const state: StateDict = {};
    for (const [prefix, module] of this.namedModules()) {
      for (const [name, value] of Object.entries(module)) {
        if (value instanceof Parameter || module.#buffers.has(name))
          state[join(prefix, name)] = (value as Tensor).detach();
      }
    }
    return state;
  }

  /**
   * Copies values into the parameters and buffers.
   *
   * @throws ArgumentError where `strict` and names are missing or left over; ShapeError where a shape differs.
   */
  loadStateDict(state: Readonly<StateDict>, { strict = true } = {}): void {
    const own = this.stateDict();
    const missing = Object.keys(own).filter((name) => !Object.hasOwn(state, name));
    const unexpected = Object.keys(state).filter((name) => !Object.hasOwn(own, name));
    if (strict && missing.length + unexpected.length > 0) {
      throw new ArgumentError({
        operation: "loadStateDict",
        got: `missing: ${missing.join(", ") || "none"}; unexpected: ${unexpected.join(", ") || "none"}`,
        expected: "the model's own names",
        hint: "Was the file made by another architecture? { strict: false } loads what fits.",
      });
    }
    for (const [name, target] of Object.entries(own)) checkShape(name, target, state[name]);
    noGrad(() => {
      for (const [name, target] of Object.entries(own))
        if (state[name] !== undefined) target.copy_(state[name]);
    });
  }

  /** Switches this module and all below to training behaviour, or back. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Switches to the behaviour of use: no dropout, running statistics. */
  eval(): this {
    return this.train(false);
  }

  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  requiresGrad_(required = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad_(required);
    return this;
  }

  /** Converts or moves every parameter and buffer; makes new ones, so make the optimiser afterwards. */
  to(target: DType | Device): this {
    for (const module of this.modules()) {
      for (const [name, value] of Object.entries(module)) {
        if (value instanceof Parameter) {
          const moved = noGrad(() => value.detach().to(target));
          Reflect.set(module, name, new Parameter(moved, value.requiresGrad));
        } else if (module.#buffers.has(name)) Reflect.set(module, name, (value as Tensor).to(target));
      }
    }
    return this;
  }

  /** Calls `work` with every module below, then this one. */
  apply(work: (module: Module) => void): this {
    for (const child of this.children()) child.apply(work);
    work(this);
    return this;
  }

  /** Elements of all parameters together. */
  numParameters(): number {
    return this.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  }

  /** Runs after every call; answers how to remove it. */
  registerForwardHook(hook: ForwardHook): () => void {
    this.#hooks = [...this.#hooks, hook];
    return () => {
      this.#hooks = this.#hooks.filter((each) => each !== hook);
    };
  }

  /** Runs before every call; answers how to remove it. */
  registerForwardPreHook(hook: ForwardPreHook): () => void {
    this.#preHooks = [...this.#preHooks, hook];
    return () => {
      this.#preHooks = this.#preHooks.filter((each) => each !== hook);
    };
  }

  /** What stands between the brackets when the module is printed. */
  extraRepr(): string {
    return "";
  }

  /** The module as PyTorch prints it. */
  override toString(): string {
    const children = [...this.namedChildren()].map(([name, child]) => `(${name}): ${String(child)}`);
    const lines = children.map((line) => `  ${line.replaceAll("\n", "\n  ")}\n`).join("");
    const name = this.constructor.name;
    return lines === "" ? `${name}(${this.extraRepr()})` : `${name}(\n${lines})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function join(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}

function checkShape(name: string, target: Tensor, source: Tensor | undefined): void {
  if (source === undefined || source.shape.join() === target.shape.join()) return;
  throw new ShapeError({
    operation: "loadStateDict",
    got: `${name} of shape [${source.shape.join(", ")}]`,
    expected: `[${target.shape.join(", ")}]`,
  });
}
