import { resetSettings, settingsOf } from "../state/settings.js";
import { isRunning } from "../train/run.js";
import type { Slot } from "../worker/run-settings.js";
import { DataFields } from "./data-fields.js";
import { NumberField } from "./number-field.js";
import { defaultSettings } from "./recipes.js";
import { SwitchField } from "./switch-field.js";

/** What decides a run in a chapter. */
export function SettingsForm({ slot }: { readonly slot: Slot }) {
  const { recipe } = settingsOf(slot).value;
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend class="unseen">Settings</legend>
      <NumberField slot={slot} name="epochs" />
      <NumberField slot={slot} name="lr" />
      <NumberField slot={slot} name="batchSize" />
      {defaultSettings(recipe).hidden > 0 && <NumberField slot={slot} name="hidden" />}
      <NumberField slot={slot} name="seed" />
      <DataFields slot={slot} />
      <SwitchField slot={slot} name="rawPixels" label="Raw pixels, 0–255" />
      <button type="button" class="quiet reset" onClick={() => resetSettings(slot)}>
        Reset
      </button>
    </fieldset>
  );
}
