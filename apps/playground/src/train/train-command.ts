import { defaultSettings } from "../settings/recipes.js";
import type { Design, RunSettings } from "../worker/run-settings.js";

/** What only a program can change. */
const ofPrograms: readonly (keyof Design)[] = ["depth", "activation"];

/** How the run learns, where that is not as in its recipe. */
function pace(settings: RunSettings, own: RunSettings): string[] {
  const { optimizer, schedule, weightDecay } = settings;
  return [
    ...(optimizer === own.optimizer
      ? []
      : [optimizer === "momentum" ? "--optimizer sgd --momentum 0.9" : `--optimizer ${optimizer}`]),
    ...(schedule === own.schedule ? [] : [`--schedule ${schedule}`]),
    ...(weightDecay === 0 ? [] : [`--weight-decay ${weightDecay}`]),
  ];
}

/** The same run for a terminal; null where the command cannot set all of it. */
export function trainCommand(settings: RunSettings): string | null {
  const { recipe, data, pictures, epochs, lr, batchSize, hidden, rawPixels, seed } = settings;
  const { dropout, augment } = settings;
  const own = defaultSettings(recipe);
  if (ofPrograms.some((name) => settings[name] !== own[name])) return null;
  return [
    `mnist train ${recipe}`,
    data === "strokes" ? `--dataset strokes --samples ${pictures}` : "--dataset path/to/your/files",
    `--epochs ${epochs} --lr ${lr} --seed ${seed} --batch-size ${batchSize}`,
    ...(own.hidden > 0 ? [`--hidden ${hidden}`] : []),
    ...(own.hidden > 0 && dropout > 0 ? [`--dropout ${dropout}`] : []),
    ...(augment ? ["--augment"] : []),
    ...(rawPixels ? ["--raw-pixels"] : []),
    ...pace(settings, own),
  ].join(" ");
}
