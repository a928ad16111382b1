import type { Tensor } from "@mnist/tensor";
import { AnyModule } from "./any-module.js";

/** What a module's `forward` takes; tensors where nothing is said. */
export type InputsOf<M extends AnyModule> = [Parameters<M["forward"]>] extends [never]
  ? Tensor[]
  : Parameters<M["forward"]>;

/** What a module's `forward` answers; a tensor where nothing is said. */
export type OutputOf<M extends AnyModule> =
  unknown extends ReturnType<M["forward"]> ? Tensor : ReturnType<M["forward"]>;

/** Sees a call's inputs and output; may answer another output. */
export type ForwardHook<M extends AnyModule = Module> = {
  see(module: M, inputs: InputsOf<M>, output: OutputOf<M>): OutputOf<M> | undefined;
}["see"];

/** Sees a call's inputs; may answer others. */
export type ForwardPreHook<M extends AnyModule = Module> = {
  see(module: M, inputs: InputsOf<M>): InputsOf<M> | undefined;
}["see"];

export interface Module {
  /** Runs `forward` and the hooks. */
  (...inputs: InputsOf<this>): OutputOf<this>;
  /** Runs after every call with its inputs and output; answers how to remove it. @source torch.nn.Module.register_forward_hook */
  registerForwardHook(hook: ForwardHook<this>): () => void;
  /** Runs before every call with its inputs; answers how to remove it. @source torch.nn.Module.register_forward_pre_hook */
  registerForwardPreHook(hook: ForwardPreHook<this>): () => void;
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
export abstract class Module extends AnyModule {
  /**
   * What a module of the class is called in `toString`, `toJSON` and errors. A class without one of its own goes by what it
   * is called in the code, which a minifier changes.
   */
  static override readonly name: string = "Module";
}
