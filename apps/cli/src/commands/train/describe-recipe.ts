import { curveDefaults, type Recipe, type RecipeName, recipes } from "@mnist/learner";
import { longName } from "../../command-line/command.js";
import { UsageError } from "../../command-line/errors.js";
import { unknownRecipe } from "./find-recipe.js";
import { otherRates, ownOptimizer } from "./rates.js";
import { type Setting, settings } from "./settings.js";

/** What a recipe does and its defaults; of all where none is named. */
export function describe(name?: string): string {
  if (name === undefined)
    return `\nRecipes:\n${[curve(), ...Object.keys(recipes).map(classifier)].join("\n")}`;
  if (name === "curve") return `\n${curve()}${useless("curve")}`;
  if (!Object.hasOwn(recipes, name)) throw new UsageError(unknownRecipe(name));
  return `\n${classifier(name)}${rates(name as RecipeName)}${useless(name)}`;
}

/** What --lr is with other optimisers than the recipe's own. */
function rates(name: RecipeName): string {
  const each = otherRates(recipes[name]).map(([optimizer, lr]) => `${optimizer} ${lr}`);
  return `\n${" ".repeat(17)}--lr with other optimizers, unless said: ${each.join(", ")}`;
}

/** The settings above that a recipe has no use for. */
function useless(name: string): string {
  const own = recipes[name as RecipeName] as Recipe | undefined;
  const hasUse = ({ use }: Setting): boolean =>
    use === "all" || (own !== undefined && (use === "classifiers" || own.defaults.hidden > 0));
  const options = settings.filter((setting) => !hasUse(setting)).map(longName);
  return options.length === 0 ? "" : `\n${" ".repeat(17)}no use for ${options.join(" ")}`;
}

function curve(): string {
  return `  ${"curve".padEnd(15)}fit a parabola to twenty noisy points\n${" ".repeat(17)}--epochs ${curveDefaults.steps} --lr ${curveDefaults.lr} --seed 42`;
}

function classifier(name: string): string {
  const { title, defaults, schedule, optimizer } = recipes[name as keyof typeof recipes];
  const { epochs, lr, batchSize, hidden } = defaults;
  const width = hidden > 0 ? ` --hidden ${hidden}` : "";
  const usual = `--epochs ${epochs} --lr ${lr} --batch-size ${batchSize}${width} --optimizer ${ownOptimizer({ optimizer })} --schedule ${schedule} --dataset mnist --seed 42`;
  return `  ${name.padEnd(15)}${title}\n${" ".repeat(17)}${usual}`;
}
