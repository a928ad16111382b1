import { pageRecipes } from "../settings/recipes.js";
import { settings } from "../settings/settings.js";
import { isTrained } from "../train/run.js";
import { Confusion } from "./confusion.js";
import { HiddenUnits } from "./hidden-units.js";
import { inside } from "./inside.js";
import { Mistakes } from "./mistakes.js";
import { Spread } from "./spread.js";
import { Weights } from "./weights.js";

/** What the network weighs, and what it gets wrong. */
export function InsideView() {
  const look = inside.value?.recipe === settings.value.recipe ? inside.value : null;
  const check = isTrained.value ? (look?.check ?? null) : null;
  return (
    <section class="inside" aria-labelledby="inside-title">
      <h2 id="inside-title" class="inside-title">
        Look inside
        <small>{look === null ? "" : `${look.parameters.toLocaleString("en")} numbers, all learned`}</small>
      </h2>
      <div class="inside-cards">
        {settings.value.recipe === "threes-sevens" && <Weights />}
        {pageRecipes[settings.value.recipe].defaults.hidden > 0 && <HiddenUnits />}
        {check === null ? (
          <p class="card inside-wait">Train the network to see what it mixes up.</p>
        ) : (
          <>
            {settings.value.recipe === "digits-scalar" && <Spread check={check} />}
            <Confusion check={check} />
            <Mistakes check={check} />
          </>
        )}
      </div>
    </section>
  );
}
