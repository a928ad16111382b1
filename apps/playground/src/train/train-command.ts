import { defaultSettings } from "../settings/recipes.js";
import type { Design, RunSettings } from "../worker/run-settings.js";

const design: readonly (keyof Design)[] = [
  "depth",
  "activation",
  "optimizer",
  "schedule",
  "weightDecay",
  "dropout",
  "augment",
];

/** The same run for a terminal; null where the command cannot set all of it. */
export function trainCommand(settings: RunSettings): string | null {
  const { recipe, data, pictures, epochs, lr, batchSize, hidden, rawPixels, seed } = settings;
  const own = defaultSettings(recipe);
  if (design.some((name) => settings[name] !== own[name])) return null;
  return [
    `mnist train ${recipe}`,
    data === "strokes" ? `--dataset strokes --samples ${pictures}` : "--dataset path/to/your/files",
    `--epochs ${epochs} --lr ${lr} --seed ${seed} --batch-size ${batchSize}`,
    ...(own.hidden > 0 ? [`--hidden ${hidden}`] : []),
    ...(rawPixels ? ["--raw-pixels"] : []),
  ].join(" ");
}
