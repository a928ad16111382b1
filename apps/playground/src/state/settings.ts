import { computed, effect, type Signal, signal } from "@preact/signals";
import { complaint, formatSettings, type NumberSetting, parseSettings } from "../settings/permalink.js";
import { defaultSettings, recipeOfSlot } from "../settings/recipes.js";
import type { RunSettings, Slot } from "../worker/run-settings.js";
import { noteQuery, onArrival, place, query } from "./route.js";
import { keepValue, keptValue } from "./store.js";

const slots: readonly Slot[] = ["threes-sevens", "digits-scalar", "digits", "digits-conv", "bench"];

const kept = new Map<Slot, Signal<RunSettings>>(
  slots.map((slot) => [slot, signal(defaultSettings(recipeOfSlot(slot)))]),
);

/** What is set for the network of a chapter, or of the workbench. */
export function settingsOf(slot: Slot): Signal<RunSettings> {
  return kept.get(slot)!;
}

/** The network that the place is about. */
export const slotHere = computed<Slot>(() => {
  const { name } = place.value;
  if (name === "workbench") return "bench";
  if (name === "data") return settingsOf("bench").value.data === "files" ? "bench" : "digits";
  return name === "threes-sevens" || name === "digits-scalar" || name === "digits-conv" ? name : "digits";
});

/** Fields whose text makes no number that can be used, with what they would need. */
export const complaints = signal<Partial<Record<NumberSetting, string>>>({});
export const isValid = computed(() => Object.keys(complaints.value).length === 0);

export function change(slot: Slot, changed: Partial<RunSettings>): void {
  const settings = settingsOf(slot);
  settings.value = { ...settings.value, ...changed };
}

/** The recipe's own settings; seed and data stay. */
export function resetSettings(slot: Slot, recipe = settingsOf(slot).value.recipe): void {
  complaints.value = {};
  const { seed, pictures, data } = settingsOf(slot).value;
  settingsOf(slot).value = { ...defaultSettings(recipe), seed, pictures, data };
}

/** Takes the text of a number field; keeps the last good value where the text makes none. */
export function enter(slot: Slot, name: NumberSetting, text: string): void {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const problem = complaint(name, value);
  const { [name]: _, ...others } = complaints.value;
  complaints.value = problem === null ? others : { ...others, [name]: problem };
  if (problem === null) change(slot, { [name]: value });
}

/** Whether the place has a network whose settings stand in its address. */
function hasSettings(): boolean {
  const { name } = place.value;
  return name === "workbench" || name === slotHere.value;
}

let isRestored = false;

/** Takes what was set at the last visit, but where the address says otherwise. */
export async function restoreSettings(): Promise<void> {
  const before = await keptValue<Partial<Record<Slot, RunSettings>>>("settings");
  for (const slot of slots) {
    const found = before?.[slot];
    if (found === undefined) continue;
    settingsOf(slot).value = { ...defaultSettings(found.recipe), ...found, data: "strokes" };
  }
  isRestored = true;
  takeQuery();
  effect(() => {
    const all = Object.fromEntries(slots.map((slot) => [slot, settingsOf(slot).value]));
    void keepValue("settings", all);
  });
  effect(() => {
    if (hasSettings())
      noteQuery(formatSettings(settingsOf(slotHere.value).value, recipeOfSlot(slotHere.value)));
  });
}

function takeQuery(): void {
  const text = query.peek();
  if (!isRestored || text === "" || !hasSettings()) return;
  const slot = slotHere.peek();
  const asked = parseSettings(text, recipeOfSlot(slot));
  if (slot === "bench" || asked.recipe === slot) {
    const { data } = settingsOf(slot).peek();
    settingsOf(slot).value = { ...asked, data };
  }
}

onArrival(takeQuery);
