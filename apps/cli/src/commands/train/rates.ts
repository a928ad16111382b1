import type { Recipe, TrainingSettings } from "@mnist/learner";
import { type OptimizerName, optimizerNames } from "./settings.js";

/**
 * The usual rate of each, PyTorch's but for SGD, and the highest that is worth a try where it sizes its steps by itself.
 */
export const rates: Readonly<Record<OptimizerName, { readonly usual: number; readonly highest?: number }>> = {
  sgd: { usual: 0.1 },
  adam: { usual: 0.001, highest: 0.01 },
  adamw: { usual: 0.001, highest: 0.01 },
  rmsprop: { usual: 0.01, highest: 0.01 },
  adagrad: { usual: 0.01, highest: 0.1 },
  lion: { usual: 0.0001, highest: 0.001 },
};

/** The optimiser that a recipe takes unless another is named. */
export const ownOptimizer = ({ optimizer }: Pick<Recipe, "optimizer">): OptimizerName =>
  optimizer === undefined ? "sgd" : "adam";

/** The rates that optimisers other than the recipe's own take unless one is given. */
export function otherRates(recipe: Recipe): [OptimizerName, number][] {
  const others = optimizerNames.filter((name) => name !== ownOptimizer(recipe));
  return others.map((name) => [name, rates[name].usual]);
}

/** What may be advised of the rate: the recipe's own goes with the recipe's own optimiser. */
export function ratesFor(
  asked: OptimizerName | undefined,
  own: OptimizerName,
  defaults: TrainingSettings,
): { readonly defaults: TrainingSettings; readonly highestRate?: number } {
  const { usual, highest } = rates[asked ?? own];
  const lr = (asked ?? own) === own ? defaults.lr : usual;
  return { defaults: { ...defaults, lr }, ...(highest !== undefined && { highestRate: highest }) };
}
