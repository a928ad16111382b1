import { recipeLearner } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import { designedRecipe } from "./designed-recipe.js";
import type { Finding } from "./protocol.js";
import type { RunSettings } from "./run-settings.js";
import type { Session } from "./session.js";

/** Tries learning rates from tiny to large on a new network. */
export async function findRate(
  session: Session,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<Finding> {
  const data = await session.data(settings, { signal, report: () => {} });
  const recipe = designedRecipe(settings, data);
  manualSeed(settings.seed);
  const learner = recipeLearner(recipe, data, settings);
  const { lrs, losses, suggestions } = await learner.lrFind({ startLr: 1e-5, endLr: 100, signal });
  return { lrs, losses, valley: suggestions.valley, steep: suggestions.steep };
}
