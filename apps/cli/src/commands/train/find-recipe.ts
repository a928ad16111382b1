import { didYouMean } from "../../command-line/closest.js";
import { recipeNames } from "./settings.js";

/** What is said of a name that no recipe has. */
export function unknownRecipe(name: string): string {
  return `no recipe called ${JSON.stringify(name)}. Recipes: ${recipeNames.join(", ")}.${didYouMean(name, recipeNames)} Try mnist train --help.`;
}
