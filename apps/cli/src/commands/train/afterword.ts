import {
  advise,
  type EpochRecord,
  type Learner,
  type Recipe,
  readAll,
  type SettingsChange,
  type TrainingSettings,
} from "@mnist/learner";
import pc from "picocolors";
import { confusionTable } from "../../terminal/confusion-table.js";

export interface FinishedRun {
  readonly recipe: Recipe;
  readonly settings: TrainingSettings;
  readonly learner: Learner;
  /** Settings that are known to work, with the optimiser that was taken. */
  readonly defaults: TrainingSettings;
  readonly highestRate?: number;
  readonly epochs: readonly EpochRecord[];
  /** How many strokes were drawn to learn from; left out where other data was used. */
  readonly samples?: number;
}

/** What there is to say after a run: what it teaches, and what may help where it went wrong. */
export async function afterword({
  recipe,
  settings,
  learner,
  epochs,
  defaults,
  highestRate,
  samples,
}: FinishedRun): Promise<string> {
  const { confusion, flatShare } = await readAll(recipe, learner);
  const advice = advise({
    recipe: recipe.name,
    settings,
    defaults,
    ...(highestRate !== undefined && { highestRate }),
    epochs,
    isOver: true,
    flatShare,
    ...(samples !== undefined && { pictures: samples }),
  });
  const parts: string[] = [];
  if (recipe.explain !== undefined && epochs.length > 0)
    parts.push(`\n${confusionTable(recipe.classes, confusion)}\n\n${recipe.explain(confusion)}`);
  if (advice !== null) parts.push(`${pc.yellow("hint")} ${advice.text}${remedy(advice.change)}`);
  return parts.join("\n");
}

/** The options that try a change. */
function remedy({ lr, rawPixels, pictures }: SettingsChange = {}): string {
  if (lr !== undefined) return ` Try --lr ${lr}.`;
  if (rawPixels === false) return " Try it without --raw-pixels.";
  return pictures === undefined ? "" : ` Try --samples ${pictures}.`;
}
