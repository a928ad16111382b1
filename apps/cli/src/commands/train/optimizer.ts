import { type OptimizerFactory, type Recipe, recipes } from "@mnist/learner";
import { Adagrad, Adam, AdamW, Lion, RMSprop, SGD } from "@mnist/nn/optim";
import type { Given, Plan } from "./plan.js";
import { ownOptimizer, rates } from "./rates.js";
import type { OptimizerName } from "./settings.js";

/** A plan that names the rate, where its optimiser is not the recipe's own, whose rate would not suit it. */
export function withRate({ recipe, given }: Plan): Plan {
  const own: Recipe | undefined = recipes[recipe as keyof typeof recipes];
  const { lr, optimizer } = given;
  if (lr !== undefined || optimizer === undefined || own === undefined || optimizer === ownOptimizer(own))
    return { recipe, given };
  return { recipe, given: { ...given, lr: rates[optimizer].usual } };
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
