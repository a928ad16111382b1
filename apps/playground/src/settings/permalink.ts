import { activations, optimizers, type RunSettings, schedules } from "../worker/run-settings.js";
import { defaultSettings, isRecipe } from "./recipes.js";

export type NumberSetting =
  | "epochs"
  | "lr"
  | "batchSize"
  | "hidden"
  | "depth"
  | "seed"
  | "pictures"
  | "weightDecay"
  | "dropout";

interface Range {
  readonly key: string;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

export const ranges: Readonly<Record<NumberSetting, Range>> = {
  epochs: { key: "epochs", least: 1, most: 20_000, whole: true },
  lr: { key: "lr", least: 1e-9, most: 1000, whole: false },
  batchSize: { key: "batch", least: 1, most: 60_000, whole: true },
  hidden: { key: "hidden", least: 1, most: 512, whole: true },
  depth: { key: "layers", least: 1, most: 3, whole: true },
  seed: { key: "seed", least: 0, most: 2 ** 31 - 1, whole: true },
  pictures: { key: "pictures", least: 100, most: 60_000, whole: true },
  weightDecay: { key: "decay", least: 0, most: 1, whole: false },
  dropout: { key: "dropout", least: 0, most: 0.9, whole: false },
};

const numberSettings = Object.keys(ranges) as NumberSetting[];

const choices = {
  activation: activations as readonly string[],
  optimizer: optimizers as readonly string[],
  schedule: schedules as readonly string[],
} as const;

/** Why a number cannot be used, or null. */
export function complaint(name: NumberSetting, value: number): string | null {
  const { least, most, whole } = ranges[name];
  if (Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return null;
  return `${whole ? "A whole number" : "A number"} from ${least} to ${most}.`;
}

/** The settings as an address has them: the recipe where `base` has another, and what differs from its defaults. */
export function formatSettings(settings: RunSettings, base: RunSettings["recipe"]): string {
  const usual = defaultSettings(settings.recipe);
  const parts = new URLSearchParams();
  if (settings.recipe !== base) parts.set("recipe", settings.recipe);
  for (const name of numberSettings)
    if (settings[name] !== usual[name]) parts.set(ranges[name].key, String(settings[name]));
  for (const name of Object.keys(choices) as (keyof typeof choices)[])
    if (settings[name] !== usual[name]) parts.set(name, settings[name]);
  for (const [name, key] of [
    ["rawPixels", "raw"],
    ["augment", "augment"],
  ] as const)
    if (settings[name] !== usual[name]) parts.set(key, String(settings[name]));
  return String(parts);
}

/** The settings of an address; what it doesn't say, or says wrong, is as usual. */
export function parseSettings(query: string, base: RunSettings["recipe"]): RunSettings {
  const parts = new URLSearchParams(query);
  const recipe = parts.get("recipe") ?? "";
  const usual = defaultSettings(isRecipe(recipe) ? recipe : base);
  const numbers: Partial<Record<NumberSetting, number>> = {};
  for (const name of numberSettings) {
    const text = parts.get(ranges[name].key);
    if (text === null || text.trim() === "") continue;
    if (complaint(name, Number(text)) === null) numbers[name] = Number(text);
  }
  const words: Record<string, string> = {};
  for (const [name, allowed] of Object.entries(choices)) {
    const text = parts.get(name);
    if (text !== null && allowed.includes(text)) words[name] = text;
  }
  const flag = (key: string, otherwise: boolean): boolean => {
    const text = parts.get(key);
    return text === null ? otherwise : text === "true";
  };
  return {
    ...usual,
    ...numbers,
    ...words,
    rawPixels: flag("raw", usual.rawPixels),
    augment: flag("augment", usual.augment),
  };
}
