import { noGrad } from "@mnist/autograd";
import type { Device, DType, Tensor } from "@mnist/tensor";
import { type Architecture, architectureOf, printModule } from "./describe-module.js";
import { Parameter } from "./parameter.js";
import { copyState, type StateDict, type StateDifference } from "./state-dict.js";

/** Sees a call's inputs and output; may answer another output. */
export type ForwardHook = (module: Module, inputs: readonly Tensor[], output: Tensor) => Tensor | undefined;
/** Sees a call's inputs; may answer others. */
export type ForwardPreHook = (module: Module, inputs: readonly Tensor[]) => readonly Tensor[] | undefined;

export interface BufferOptions {
  /** Whether the state dict holds it. */
  readonly persistent?: boolean;
  /** Its name in the state dict, where that is not the property's. */
  readonly savedAs?: string;
}

/** Hands its subclass another object to be: fields and methods then go onto a function. */
class Adopting {
  constructor(self: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is the whole point, see Module
    return self;
  }
}

export interface Module {
  /** Runs `forward` and the hooks. */
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot merge with the class
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
  readonly #buffers = new Map<string, Required<BufferOptions>>();
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

  /** The modules among the properties, in the order of their definition. @source torch.nn.Module.named_children */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** @source torch.nn.Module.children */
  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module, named "", and all below it, depth first; each once. @source torch.nn.Module.named_modules */
  namedModules(): [string, Module][] {
    const found = new Map<Module, string>();
    const visit = (module: Module, name: string): void => {
      if (found.has(module)) return;
      found.set(module, name);
      for (const [key, child] of module.namedChildren()) visit(child, join(name, key));
    };
    visit(this, "");
    return [...found].map(([module, name]) => [name, module]);
  }

  /** @source torch.nn.Module.modules */
  modules(): Module[] {
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

  /** @source torch.nn.Module.parameters */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Makes a property that is moved and saved with the module but not learned. @source torch.nn.Module.register_buffer */
  registerBuffer(
    name: string,
    values: Tensor,
    { persistent = true, savedAs = name }: BufferOptions = {},
  ): void {
    Object.assign(this, { [name]: values });
    this.#buffers.set(name, { persistent, savedAs });
  }

  #ownBuffers(): [string, Tensor, Required<BufferOptions>][] {
    return [...this.#buffers].map(([name, options]) => [name, Reflect.get(this, name) as Tensor, options]);
  }

  /** The buffers by the names under which they are saved. @source torch.nn.Module.named_buffers */
  namedBuffers(): [string, Tensor][] {
    return this.namedModules().flatMap(([prefix, module]) =>
      module
        .#ownBuffers()
        .map(([, buffer, { savedAs }]): [string, Tensor] => [join(prefix, savedAs), buffer]),
    );
  }

  /** @source torch.nn.Module.buffers */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Parameters and saved buffers by name; they share the module's storage. @source torch.nn.Module.state_dict */
  stateDict(): StateDict {
    const entries: [string, Tensor][] = [];
    const visit = (module: Module, prefix: string): void => {
      for (const [name, value] of Object.entries(module))
        if (value instanceof Parameter) entries.push([join(prefix, name), value.detach()]);
      for (const [, buffer, { persistent, savedAs }] of module.#ownBuffers())
        if (persistent) entries.push([join(prefix, savedAs), buffer.detach()]);
      for (const [name, child] of module.namedChildren()) visit(child, join(prefix, name));
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
  loadStateDict(state: Readonly<StateDict>, { strict = true } = {}): StateDifference {
    return copyState(this.stateDict(), state, strict);
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

  /** Moves every parameter and buffer to a device, or converts them (not a count) to a dtype. @source torch.nn.Module.to */
  to(target: DType | Device): this {
    noGrad(() => {
      for (const parameter of this.parameters()) parameter.setData(parameter.detach().to(target));
      for (const module of this.modules()) {
        for (const [name, buffer] of module.#ownBuffers()) {
          const isCount = typeof target === "string" && !buffer.dtype.startsWith("float");
          if (!isCount) Reflect.set(module, name, buffer.to(target));
        }
      }
    });
    return this;
  }

  /** Calls `work` with every module below, then this one. @source torch.nn.Module.apply */
  apply(work: (module: Module) => void): this {
    for (const child of this.children()) child.apply(work);
    work(this);
    return this;
  }

  /** Elements of all parameters together. */
  numParameters(): number {
    return this.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
  }

  /** Runs after every call; answers how to remove it. @source torch.nn.Module.register_forward_hook */
  registerForwardHook(hook: ForwardHook): () => void {
    this.#hooks = [...this.#hooks, hook];
    return () => {
      this.#hooks = this.#hooks.filter((each) => each !== hook);
    };
  }

  /** Runs before every call; answers how to remove it. @source torch.nn.Module.register_forward_pre_hook */
  registerForwardPreHook(hook: ForwardPreHook): () => void {
    this.#preHooks = [...this.#preHooks, hook];
    return () => {
      this.#preHooks = this.#preHooks.filter((each) => each !== hook);
    };
  }

  /** Whether this module or one below has hooks, whose calls a recording would leave out. */
  hasHooks(): boolean {
    return this.modules().some((module) => module.#hooks.length + module.#preHooks.length > 0);
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
