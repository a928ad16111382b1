import type { OptimizerFactory, TrainingSettings } from "@mnist/learner";
import { Adagrad, Adam, AdamW, Lion, RMSprop, SGD } from "@mnist/nn/optim";
import type { Given } from "./plan.js";
import type { OptimizerName } from "./settings.js";

/** The usual rate of each, and the highest that is worth a try where it sizes its steps by itself. */
const rates: Readonly<Record<OptimizerName, { readonly usual: number; readonly highest?: number }>> = {
  sgd: { usual: 0.1 },
  adam: { usual: 0.001, highest: 0.01 },
  adamw: { usual: 0.001, highest: 0.01 },
  rmsprop: { usual: 0.001, highest: 0.01 },
  adagrad: { usual: 0.01, highest: 0.1 },
  lion: { usual: 0.0001, highest: 0.001 },
};

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

/** The optimiser that was asked for, with its numbers; undefined where the recipe's own stays. */
export function optimizerOf(given: Given, usual: OptimizerName): OptimizerFactory | undefined {
  const { optimizer, momentum, nesterov, beta1, beta2, weightDecay } = given;
  const asked = [optimizer, momentum, nesterov, beta1, beta2, weightDecay];
  if (asked.every((each) => each === undefined)) return undefined;
  const decay = weightDecay === undefined ? {} : { weightDecay };
  const kept = momentum === undefined ? {} : { momentum };
  const betas = (last: number) =>
    beta1 === undefined && beta2 === undefined
      ? {}
      : { betas: [beta1 ?? 0.9, beta2 ?? last] as [number, number] };
  const make: Readonly<Record<OptimizerName, OptimizerFactory>> = {
    sgd: (parameters, lr) => new SGD(parameters, { lr, ...kept, ...decay, nesterov: nesterov ?? false }),
    adam: (parameters, lr) => new Adam(parameters, { lr, ...betas(0.999), ...decay }),
    adamw: (parameters, lr) => new AdamW(parameters, { lr, ...betas(0.999), ...decay }),
    rmsprop: (parameters, lr) => new RMSprop(parameters, { lr, ...kept, ...decay }),
    adagrad: (parameters, lr) => new Adagrad(parameters, { lr, ...decay }),
    lion: (parameters, lr) => new Lion(parameters, { lr, ...betas(0.99), ...decay }),
  };
  return make[optimizer ?? usual];
}
