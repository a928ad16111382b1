import { pageRecipes, recipeChoices } from "./settings/recipes.js";
import { chooseRecipe, settings } from "./settings/settings.js";
import { isRunning } from "./train/run.js";

/** The jobs there are, one to choose. */
export function RecipeChoice() {
  return (
    <fieldset class="recipes" disabled={isRunning.value}>
      <legend class="unseen">What to learn</legend>
      {recipeChoices.map((name) => (
        <label key={name} class="recipe">
          <input
            type="radio"
            name="recipe"
            value={name}
            checked={settings.value.recipe === name}
            onChange={() => chooseRecipe(name)}
          />
          <span>{pageRecipes[name].title}</span>
        </label>
      ))}
    </fieldset>
  );
}
