import { noGradNow } from "@mnist/autograd/internal";
import type { Device, DType, Tensor } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { type Architecture, architectureOf, printModule } from "./describe-module.js";
import { Parameter } from "./parameter.js";
import { copyState, type StateDict, type StateDifference } from "./state-dict.js";

// Hooks are methods' types, whose parameters may be narrower: a hook of one kind of module is a hook of a module.
/** Sees a call's inputs and output; may answer another output. */
export type AnyForwardHook = {
  see(module: AnyModule, inputs: readonly unknown[], output: unknown): unknown;
}["see"];
/** Sees a call's inputs; may answer others. */
export type AnyForwardPreHook = {
  see(module: AnyModule, inputs: readonly unknown[]): readonly unknown[] | undefined;
}["see"];

export interface BufferOptions {
  /** Whether the state dict holds it. */
  readonly persistent?: boolean;
  /** Its name in the state dict, where that is not the property's. */
  readonly savedAs?: string;
  /** Whether a state dict may lack it, which leaves it as it is. */
  readonly optional?: boolean;
}

/** Hands its subclass another object to be: fields and methods then go onto a function. */
class Adopting {
  constructor(self: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is the whole point, see Module
    return self;
  }
}

/**
 * A module whatever goes in and comes out: what there is to its parameters, buffers and children. {@link Module} can be
 * called besides.
 */
export abstract class AnyModule extends Adopting {
  /** Whether layers behave as in training; see `train` and `eval`. */
  training = true;
  readonly #buffers = new Map<string, Required<BufferOptions>>();
  // By a key of its own, as one hook may be registered twice and removed once.
  readonly #preHooks = new Map<symbol, AnyForwardPreHook>();
  readonly #hooks = new Map<symbol, AnyForwardHook>();

  constructor() {
    const self = (...inputs: unknown[]): unknown => (self as unknown as AnyModule).#run(inputs);
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    super(Object.setPrototypeOf(self, new.target.prototype));
  }

  /** What the module computes. Call the module itself, `model(x)`, so that hooks run. */
  abstract forward(...inputs: never): unknown;

  #run(inputs: readonly unknown[]): unknown {
    let given = inputs;
    for (const hook of this.#preHooks.values()) given = hook(this, given) ?? given;
    let output = this.forward(...(given as never));
    for (const hook of this.#hooks.values()) output = hook(this, given, output) ?? output;
    return output;
  }

  /** The modules among the properties, in the order of their definition; one of two names under both. */
  slots(): [string, AnyModule][] {
    return Object.entries(this).filter(
      (entry): entry is [string, AnyModule] => entry[1] instanceof AnyModule,
    );
  }

  /** The modules right below, each once, by its first name. @source torch.nn.Module.named_children */
  namedChildren(): [string, AnyModule][] {
    const found = new Set<AnyModule>();
    return this.slots().filter(([, module]) => found.size < found.add(module).size);
  }

  /** The modules right below, each once. @source torch.nn.Module.children */
  children(): AnyModule[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module, named "", and all below it, depth first; each once. @source torch.nn.Module.named_modules */
  namedModules(): [string, AnyModule][] {
    const found = new Map<AnyModule, string>();
    const visit = (module: AnyModule, name: string): void => {
      if (found.has(module)) return;
      found.set(module, name);
      for (const [key, child] of module.namedChildren()) visit(child, join(name, key));
    };
    visit(this, "");
    return [...found].map(([module, name]) => [name, module]);
  }

  /** This module and all below, each once. @source torch.nn.Module.modules */
  modules(): AnyModule[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** The parameters by name: a module's own before its children's; each once. @source torch.nn.Module.named_parameters */
  namedParameters(): [string, Parameter][] {
    const found = new Map<Parameter, string>();
    for (const [prefix, module] of this.namedModules()) {
      for (const [name, value] of Object.entries(module))
        if (value instanceof Parameter && !found.has(value)) found.set(value, join(prefix, name));
    }
    return [...found].map(([parameter, name]) => [name, parameter]);
  }

  /** What is learned, here and in all modules below. @source torch.nn.Module.parameters */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /**
   * Makes a property that is moved and saved with the module but not learned; null keeps the name for one that comes later.
   *
   * @source torch.nn.Module.register_buffer
   */
  registerBuffer(name: string, values: Tensor | null, options: BufferOptions = {}): void {
    checkOptions("registerBuffer", options, {
      persistent: [true, false],
      savedAs: null,
      optional: [true, false],
    });
    const { persistent = true, savedAs = name, optional = false } = options;
    Object.assign(this, { [name]: values });
    this.#buffers.set(name, { persistent, savedAs, optional });
  }

  #ownBuffers(): [string, Tensor, Required<BufferOptions>][] {
    return [...this.#buffers].flatMap(([name, options]): [string, Tensor, Required<BufferOptions>][] => {
      const values = Reflect.get(this, name) as Tensor | null | undefined;
      return values ? [[name, values, options]] : [];
    });
  }

  /** The buffers by the names under which they are saved. @source torch.nn.Module.named_buffers */
  namedBuffers(): [string, Tensor][] {
    return this.namedModules().flatMap(([prefix, module]) =>
      module
        .#ownBuffers()
        .map(([, buffer, { savedAs }]): [string, Tensor] => [join(prefix, savedAs), buffer]),
    );
  }

  /** Tensors that belong to the state and are not learned. @source torch.nn.Module.buffers */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Parameters and saved buffers by name; they share the module's storage. @source torch.nn.Module.state_dict */
  stateDict(): StateDict {
    const entries: [string, Tensor][] = [];
    const visit = (module: AnyModule, prefix: string): void => {
      for (const [name, value] of Object.entries(module))
        if (value instanceof Parameter) entries.push([join(prefix, name), value.detach()]);
      for (const [, buffer, { persistent, savedAs }] of module.#ownBuffers())
        if (persistent) entries.push([join(prefix, savedAs), buffer.detach()]);
      for (const [name, child] of module.slots()) visit(child, join(prefix, name));
    };
    visit(this, "");
    return Object.fromEntries(entries);
  }

  /**
   * Copies values into the parameters and buffers; answers the names that only one side had.
   *
   * @throws ArgumentError where `strict` and names are missing or left over.
   * @throws ShapeError where a shape differs.
   * @source torch.nn.Module.load_state_dict
   */
  loadStateDict(state: Readonly<StateDict>, options: { readonly strict?: boolean } = {}): StateDifference {
    checkOptions("loadStateDict", options, { strict: [true, false] });
    const { strict = true } = options;
    const optional = this.namedModules().flatMap(([prefix, module]) =>
      module.#ownBuffers().flatMap(([, , own]) => (own.optional ? [join(prefix, own.savedAs)] : [])),
    );
    const lacking = optional.filter((name) => state[name] === undefined);
    const own = Object.entries(this.stateDict()).filter(([name]) => !lacking.includes(name));
    return copyState(Object.fromEntries(own), state, strict);
  }

  /** Switches this module and all below to training behaviour, or back. @source torch.nn.Module.train */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Switches to the behaviour of use: no dropout, running statistics. @source torch.nn.Module.eval */
  eval(): this {
    return this.train(false);
  }

  /** Forgets all gradients. @source torch.nn.Module.zero_grad */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Asks for gradients, or freezes all parameters. @source torch.nn.Module.requires_grad_ */
  requiresGrad_(required = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad_(required);
    return this;
  }

  /**
   * Moves every parameter, its gradient and every buffer to a device, or converts them (not a count) to a dtype.
   *
   * @source torch.nn.Module.to
   */
  to(target: DType | Device): this {
    noGradNow(() => {
      for (const parameter of this.parameters()) {
        const { grad } = parameter;
        parameter.setData(parameter.detach().to(target));
        if (grad !== null) parameter.grad = grad.to(target);
      }
      for (const module of this.modules()) {
        for (const [name, buffer] of module.#ownBuffers()) {
          const isCount = typeof target === "string" && !buffer.dtype.startsWith("float");
          if (!isCount) Reflect.set(module, name, buffer.to(target));
        }
      }
    });
    return this;
  }

  /** Calls `work` with every module below, then this one; a child of two names once. @source torch.nn.Module.apply */
  apply(work: (module: AnyModule) => void): this {
    for (const child of this.children()) child.apply(work);
    work(this);
    return this;
  }

  /** Elements of all parameters together. */
  numParameters(): number {
    return this.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  }

  /** Runs after every call; answers how to remove it. @source torch.nn.Module.register_forward_hook */
  registerForwardHook(hook: AnyForwardHook): () => void {
    const key = Symbol();
    this.#hooks.set(key, hook);
    return () => void this.#hooks.delete(key);
  }

  /** Runs before every call; answers how to remove it. @source torch.nn.Module.register_forward_pre_hook */
  registerForwardPreHook(hook: AnyForwardPreHook): () => void {
    const key = Symbol();
    this.#preHooks.set(key, hook);
    return () => void this.#preHooks.delete(key);
  }

  /** Whether this module or one below has hooks, whose calls a recording would leave out. */
  hasHooks(): boolean {
    return this.modules().some((module) => module.#hooks.size + module.#preHooks.size > 0);
  }

  /** What stands between the brackets when the module is printed. @source torch.nn.Module.extra_repr */
  extraRepr(): string {
    return "";
  }

  /** The module as PyTorch prints it. */
  override toString(): string {
    return printModule(this);
  }

  /** The architecture without the weights: classes, settings, children. */
  toJSON(): Architecture {
    return architectureOf(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

function join(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}
