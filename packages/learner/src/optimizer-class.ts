import type { Parameter } from "@mnist/nn";
import { Optimizer } from "@mnist/nn/optim";
import type { OptimizerFactory } from "./training.js";

/** An optimiser's class: parameters, and settings of which the rate alone has no default. */
export type OptimizerClass<Options = { lr: number }> = new (
  parameters: Parameter[],
  options: Options,
) => Optimizer;

/**
 * An optimiser's class with some of its settings given, for a learner that brings parameters and rate.
 *
 * @source functools.partial, as it is used for fastai's opt_func
 * @example
 * new Learner(loaders, model, { lossFunction: crossEntropy, optimizer: partial(SGD, { momentum: 0.9 }) });
 */
export function partial<Options extends { lr?: number }>(
  optimizer: OptimizerClass<Options>,
  settings: Omit<NoInfer<Options>, "lr">,
): OptimizerFactory {
  return (parameters, lr) => new optimizer(parameters, { ...settings, lr } as Options);
}

/** Something that makes optimisers, of a class or of such a function. */
export function toFactory(optimizer: OptimizerClass | OptimizerFactory): OptimizerFactory {
  return isClass(optimizer) ? (parameters, lr) => new optimizer(parameters, { lr }) : optimizer;
}

function isClass(optimizer: OptimizerClass | OptimizerFactory): optimizer is OptimizerClass {
  return optimizer.prototype instanceof Optimizer;
}
