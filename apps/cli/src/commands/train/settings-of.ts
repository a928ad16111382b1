import type { Recipe, TrainingSettings } from "@mnist/learner";
import type { Given } from "./plan.js";

/** A run's settings: the recipe's, with what is changed of them. */
export function settingsOf({ defaults }: Recipe, plan: Given): TrainingSettings {
  const { epochs, lr, batchSize, rawPixels, dropout, augment } = plan;
  const [hidden, ...deeper] = [plan.hidden ?? []].flat();
  const given = { epochs, lr, batchSize, hidden, rawPixels, dropout, augment };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...set, ...(deeper.length > 0 && { deeper }) };
}
