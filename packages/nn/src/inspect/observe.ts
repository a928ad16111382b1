import { type Shape, Tensor, zeros } from "@mnist/tensor";
import type { AnyModule } from "../any-module.js";

/** What a model may be tried on: the shape of a float32 input, its batch first, or inputs themselves. */
export type ExampleInputs = Shape | Tensor | readonly Tensor[];

/** Inputs of a model; those given by their shape are zeros, where the model is. */
export function toInputs(model: AnyModule, inputs: ExampleInputs | readonly unknown[]): readonly unknown[] {
  const isShape = !(inputs instanceof Tensor) && inputs.every((each) => typeof each === "number");
  return inputs instanceof Tensor || isShape ? toTensors(model, inputs as ExampleInputs) : inputs;
}

/** Inputs for a model; those given by their shape are zeros, where the model is. */
export function toTensors(model: AnyModule, inputs: ExampleInputs): readonly Tensor[] {
  if (inputs instanceof Tensor) return [inputs];
  const tensors = inputs.filter((each): each is Tensor => each instanceof Tensor);
  if (tensors.length > 0) return tensors;
  const [parameter] = model.parameters();
  return [zeros(inputs as Shape, parameter && { device: parameter.device })];
}

type Forward = (...inputs: readonly unknown[]) => unknown;

/** Calls a module, of whatever kind, with these inputs. */
export function call(module: AnyModule, inputs: readonly unknown[]): unknown {
  return (module as unknown as Forward)(...inputs);
}

/** Does something with a model in eval, after which each module is in the mode it was in. */
export function inEval<T>(model: AnyModule, work: () => T): T {
  const modes = model.modules().map((module): [AnyModule, boolean] => [module, module.training]);
  model.eval();
  try {
    return work();
  } finally {
    for (const [module, training] of modes) module.training = training;
  }
}

/** Puts `around` in place of a module's forward, inside of its hooks; answers how to undo it. */
export function aroundForward(
  module: AnyModule,
  around: (forward: Forward, inputs: readonly unknown[]) => unknown,
): () => void {
  const own = Object.getOwnPropertyDescriptor(module, "forward");
  const forward = module.forward.bind(module) as Forward;
  Object.defineProperty(module, "forward", {
    configurable: true,
    value: (...inputs: readonly unknown[]) => around(forward, inputs),
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(module, "forward");
    else Object.defineProperty(module, "forward", own);
  };
}
