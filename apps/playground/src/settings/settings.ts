import { computed, effect, signal } from "@preact/signals";
import type { RunSettings } from "../worker/protocol.js";
import {
  complaint,
  defaultSettings,
  formatLink,
  type NumberSetting,
  parseLink,
  type Settings,
} from "./permalink.js";
import { pageRecipes, type RecipeChoice } from "./recipes.js";

/** What the person has set; every change also stands in the page's address. */
export const settings = signal<Settings>(parseLink(location.hash));

/** Fields whose text makes no number that can be used, with what they would need. */
export const complaints = signal<Partial<Record<NumberSetting, string>>>({});

export const isValid = computed(() => Object.keys(complaints.value).length === 0);

export const recipe = computed(() => pageRecipes[settings.value.recipe]);

export function change(changed: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changed };
}

/** Another recipe, with its defaults; the seed and the data stay. */
export function chooseRecipe(name: RecipeChoice): void {
  const { seed, pictures, data } = settings.value;
  complaints.value = {};
  settings.value = { ...defaultSettings(name), seed, pictures, data };
}

export function resetSettings(): void {
  complaints.value = {};
  settings.value = { ...defaultSettings(settings.value.recipe), data: settings.value.data };
}

/** Takes the text of a number field; keeps the last good value where the text makes none. */
export function enter(name: NumberSetting, text: string): void {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const problem = complaint(name, value);
  const { [name]: _, ...others } = complaints.value;
  complaints.value = problem === null ? others : { ...others, [name]: problem };
  if (problem === null) change({ [name]: value });
}

/** The settings as the worker takes them; null for the curve, which is no network. */
export function runSettings({ recipe, ...rest }: Settings): RunSettings | null {
  return recipe === "curve" ? null : { ...rest, recipe: recipe };
}

effect(() => {
  const link = formatLink(settings.value);
  if (location.hash !== link) history.replaceState(null, "", link);
});

addEventListener("hashchange", () => {
  settings.value = parseLink(location.hash);
});
