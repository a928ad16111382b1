import { ArgumentError } from "@mnist/tensor";
import { digits } from "./digits.js";
import { digitsConv } from "./digits-conv.js";
import { digitsScalar } from "./digits-scalar.js";
import type { Recipe, RecipeName } from "./recipe.js";
import { threesSevens } from "./threes-sevens.js";

/** The classification jobs of the notes, by name. */
export const recipes: { readonly [Name in RecipeName]: Recipe } = {
  "threes-sevens": threesSevens,
  "digits-scalar": digitsScalar,
  digits,
  "digits-conv": digitsConv,
};

export const recipeNames = ["curve", ...Object.keys(recipes)] as const;

/** The recipe of that name. @throws ArgumentError with the names there are. */
export function findRecipe(name: string): Recipe {
  const recipe = Object.hasOwn(recipes, name) ? recipes[name as RecipeName] : undefined;
  if (recipe === undefined) {
    throw new ArgumentError({
      operation: "recipe",
      got: JSON.stringify(name),
      expected: `one of ${Object.keys(recipes).join(", ")}`,
    });
  }
  return recipe;
}
