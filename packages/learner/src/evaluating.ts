import type { AnyModule } from "@mnist/nn";

/** Switches a model to evaluation; answers what gives each of its parts the mode back that it had. */
export function evaluating(model: AnyModule): () => void {
  const modes = model.modules().map((module) => [module, module.training] as const);
  model.eval();
  return () => {
    for (const [module, training] of modes) module.training = training;
  };
}
