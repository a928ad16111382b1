import type { RecipeName, TrainingSettings } from "@mnist/learner";

export type RecipeChoice = RecipeName | "curve";

/** What the page says about one of the notes' recipes. */
export interface PageRecipe {
  readonly name: RecipeChoice;
  readonly title: string;
  readonly lead: string;
  readonly defaults: TrainingSettings;
  /** The classes it tells apart. */
  readonly digits: readonly string[];
}

const tenDigits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** In the notes' order, and one job more. The defaults are the recipes' own, but where drawn digits need a longer or faster run. */
export const pageRecipes: Readonly<Record<RecipeChoice, PageRecipe>> = {
  curve: {
    name: "curve",
    title: "Curve",
    lead: "Learning in its smallest form: three numbers, changed a little at a time until their curve lies on twenty noisy points.",
    defaults: { epochs: 2000, lr: 1e-5, batchSize: 20, hidden: 0, rawPixels: false },
    digits: [],
  },
  "threes-sevens": {
    name: "threes-sevens",
    title: "3 or 7",
    lead: "One layer: every pixel has a weight that says how much ink there speaks for a 7. Add them up, and the sign is the answer.",
    defaults: { epochs: 20, lr: 1, batchSize: 256, hidden: 0, rawPixels: false },
    digits: ["3", "7"],
  },
  "digits-scalar": {
    name: "digits-scalar",
    title: "One output",
    lead: "Ten digits from one number between 0 and 10. It learns something, but never enough. Train it and see why.",
    defaults: { epochs: 10, lr: 0.1, batchSize: 256, hidden: 30, rawPixels: false },
    digits: tenDigits,
  },
  digits: {
    name: "digits",
    title: "Ten outputs",
    lead: "A hidden layer, then one output for each digit: the network gives each a share, and the largest is its answer.",
    defaults: { epochs: 10, lr: 0.5, batchSize: 256, hidden: 100, rawPixels: false },
    digits: tenDigits,
  },
  "digits-conv": {
    name: "digits-conv",
    title: "Convolutions",
    lead: "Small filters slide over the picture and look for the same stroke everywhere. Fewer numbers to learn, and far fewer mistakes.",
    defaults: { epochs: 3, lr: 0.01, batchSize: 128, hidden: 0, rawPixels: false },
    digits: tenDigits,
  },
};

export const recipeChoices = Object.keys(pageRecipes) as readonly RecipeChoice[];

export function isRecipeChoice(name: string): name is RecipeChoice {
  return Object.hasOwn(pageRecipes, name);
}
