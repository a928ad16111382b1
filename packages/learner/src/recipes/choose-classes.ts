import { type DigitSplits, digitClasses } from "@mnist/data";
import { ArgumentError } from "@mnist/tensor";
import type { Recipe } from "./recipe.js";

/** In words: all ten digits, or how many classes. */
export function allOf(classes: readonly string[]): string {
  return classes.join() === digitClasses.join() ? "all ten digits" : `all ${classes.length} classes`;
}

/** The classes, where there are two or more, each once. @throws ArgumentError otherwise */
export function severalClasses(classes: readonly string[], recipe: string): readonly string[] {
  const twice = classes.find((name, index) => classes.indexOf(name) < index);
  if (classes.length >= 2 && twice === undefined) return [...classes];
  throw new ArgumentError({
    operation: recipe,
    got: twice === undefined ? `the classes ${listed(classes)}` : `the class ${twice} twice`,
    expected: "two classes or more, each once",
    hint: "With a single class there is nothing to tell apart.",
  });
}

/** The classes, where there are two. @throws ArgumentError otherwise */
export function twoClasses(classes: readonly string[], recipe: string): readonly string[] {
  if (classes.length === 2 && classes[0] !== classes[1]) return [...classes];
  throw new ArgumentError({
    operation: recipe,
    got: `the classes ${listed(classes)}`,
    expected: "two of them",
    hint: "Name the two to tell apart (classes).",
  });
}

function listed(classes: readonly string[]): string {
  return classes.length > 0 ? classes.join(", ") : "(none)";
}

/**
 * The recipe for the classes of a data set, as fastai takes its vocab from the data: all of them, or those `asked` for.
 * A recipe for two classes takes its own two where the data has them, else the data's two.
 * @throws ArgumentError where a class isn't in the data, or has no picture to learn from, or where none is there to check with.
 * @example const recipe = recipeFor(recipes.digits, await loadDigits(URLs.FASHION_MNIST)); // ten kinds of clothes
 */
export function recipeFor<Name extends string>(
  recipe: Recipe<Name>,
  data: DigitSplits,
  asked?: readonly string[],
): Recipe<Name> {
  const { classes } = data.train;
  const missing = asked?.find((name) => !classes.includes(name));
  if (missing !== undefined) {
    throw new ArgumentError({
      operation: recipe.name,
      got: `the class ${JSON.stringify(missing)}`,
      expected: `some of ${classes.join(", ")}`,
    });
  }
  const has = recipe.isPair && recipe.classes.every((name) => classes.includes(name));
  const chosen = recipe.of(asked ?? (has ? recipe.classes : classes));
  const counts = new Uint32Array(classes.length);
  for (const label of data.train.labels) counts[label]!++;
  const empty = chosen.classes.find((name) => counts[classes.indexOf(name)] === 0);
  if (empty === undefined) {
    checkValidation(recipe.name, data, chosen.classes);
    return chosen;
  }
  throw new ArgumentError({
    operation: recipe.name,
    got: `no picture of ${JSON.stringify(empty)} to learn from in ${data.train.source}`,
    expected: "at least one of each class",
    hint: "Add some, or leave the class out (classes).",
  });
}

function checkValidation(recipe: string, { valid }: DigitSplits, chosen: readonly string[]): void {
  const indices = new Set(chosen.map((name) => valid.classes.indexOf(name)));
  if (valid.labels.some((label) => indices.has(label))) return;
  throw new ArgumentError({
    operation: recipe,
    got: `no picture to check with in ${valid.source}`,
    expected: "at least one",
    hint: "Try a share of the pictures to learn from, if the data is one folder (validShare).",
  });
}
