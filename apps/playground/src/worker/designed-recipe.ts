import type { DigitSplits } from "@mnist/data";
import { type Recipe, recipeFor, recipes } from "@mnist/learner";
import { Dropout, GELU, Linear, type Module, ReLU, Sequential, Sigmoid, Tanh } from "@mnist/nn";
import { Adam, SGD } from "@mnist/nn/optim";
import type { Design, RunSettings } from "./run-settings.js";

const layerOf: Readonly<Record<Design["activation"], () => Module>> = {
  relu: () => new ReLU(),
  tanh: () => new Tanh(),
  sigmoid: () => new Sigmoid(),
  gelu: () => new GELU(),
};

/** The design that a recipe has by itself. */
export function ownDesign({ name, schedule }: Recipe): Design {
  const optimizer = name === "digits-conv" ? "adam" : "sgd";
  return { depth: 1, activation: "relu", optimizer, schedule, weightDecay: 0, dropout: 0, augment: false };
}

/** Whether the network is the recipe's own, which `mnist train` makes and `mnist predict` reads. */
export function isOwnNetwork(recipe: Recipe, settings: RunSettings): boolean {
  if (recipe.name !== "digits" && recipe.name !== "digits-scalar") return true;
  return settings.depth === 1 && settings.activation === "relu" && settings.dropout === 0;
}

function hiddenLayers({ depth, hidden, activation, dropout }: RunSettings): Module[] {
  return Array.from({ length: depth }, (_, layer) => [
    new Linear(layer === 0 ? 28 * 28 : hidden, hidden),
    layerOf[activation](),
    ...(dropout > 0 ? [new Dropout(dropout)] : []),
  ]).flat();
}

/** The recipe as the settings change it; itself where they don't. */
export function designedRecipe(settings: RunSettings, data: DigitSplits | null): Recipe {
  const plain = recipes[settings.recipe];
  const recipe = data === null ? plain : recipeFor(plain, data);
  const own = ownDesign(recipe);
  const { optimizer, schedule, weightDecay } = settings;
  const isOwnPace = optimizer === own.optimizer && weightDecay === 0;
  const outputs = recipe.name === "digits" ? recipe.classes.length : 1;
  return {
    ...recipe,
    schedule,
    ...(!isOwnNetwork(recipe, settings) && {
      model: () => new Sequential(...hiddenLayers(settings), new Linear(settings.hidden, outputs)),
    }),
    ...(!isOwnPace && {
      optimizer: (parameters, lr) =>
        optimizer === "adam"
          ? new Adam(parameters, { lr, weightDecay })
          : new SGD(parameters, { lr, weightDecay, momentum: optimizer === "momentum" ? 0.9 : 0 }),
    }),
  };
}
