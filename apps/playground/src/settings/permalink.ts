import type { TrainingSettings } from "@mnist/learner";
import type { DataChoice } from "../worker/protocol.js";
import { isRecipeChoice, pageRecipes, type RecipeChoice } from "./recipes.js";

/** All that the page lets a person set. For the curve, `epochs` are steps. */
export interface Settings extends TrainingSettings {
  readonly recipe: RecipeChoice;
  readonly seed: number;
  readonly pictures: number;
  readonly data: DataChoice;
}

export type NumberSetting = "epochs" | "lr" | "batchSize" | "hidden" | "seed" | "pictures";

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

export const ranges: Readonly<Record<NumberSetting, Range>> = {
  epochs: { least: 1, most: 20_000, whole: true },
  lr: { least: 1e-9, most: 1000, whole: false },
  batchSize: { least: 1, most: 60_000, whole: true },
  hidden: { least: 1, most: 512, whole: true },
  seed: { least: 0, most: 2 ** 31 - 1, whole: true },
  pictures: { least: 100, most: 60_000, whole: true },
};

const keys: Readonly<Record<NumberSetting, string>> = {
  epochs: "epochs",
  lr: "lr",
  batchSize: "batch",
  hidden: "hidden",
  seed: "seed",
  pictures: "pictures",
};

export function defaultSettings(recipe: RecipeChoice): Settings {
  return { recipe, ...pageRecipes[recipe].defaults, seed: 42, pictures: 12_000, data: "strokes" };
}

/** Why a number cannot be used, or null. */
export function complaint(name: NumberSetting, value: number): string | null {
  const { least, most, whole } = ranges[name];
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return null;
  return `${whole ? "A whole number" : "A number"} from ${least} to ${most}.`;
}

/** The settings as a link's part after #: the recipe, and what differs from its defaults. */
export function formatLink(settings: Settings): string {
  const usual = defaultSettings(settings.recipe);
  const parts = new URLSearchParams({ recipe: settings.recipe });
  for (const [name, key] of Object.entries(keys) as [NumberSetting, string][]) {
    if (settings[name] !== usual[name]) parts.set(key, String(settings[name]));
  }
  if (settings.rawPixels !== usual.rawPixels) parts.set("raw", String(settings.rawPixels));
  return `#${parts}`;
}

/** The settings of a link; what it doesn't say, or says wrong, is as usual. */
export function parseLink(hash: string): Settings {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const recipe = parts.get("recipe") ?? "";
  const settings = defaultSettings(isRecipeChoice(recipe) ? recipe : "digits");
  const numbers: Partial<Record<NumberSetting, number>> = {};
  for (const [name, key] of Object.entries(keys) as [NumberSetting, string][]) {
    const text = parts.get(key);
    if (text === null || text.trim() === "") continue;
    if (complaint(name, Number(text)) === null) numbers[name] = Number(text);
  }
  const raw = parts.get("raw");
  return { ...settings, ...numbers, ...(raw !== null && { rawPixels: raw === "true" }) };
}
