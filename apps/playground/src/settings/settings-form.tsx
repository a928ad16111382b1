import { givenData } from "../files/take-files.js";
import { change, resetSettings, settingsOf } from "../state/settings.js";
import { isRunning } from "../train/run.js";
import type { Slot } from "../worker/run-settings.js";
import { ChoiceField } from "./choice-field.js";
import { NumberField } from "./number-field.js";
import { defaultSettings } from "./recipes.js";

/** What decides a run in a chapter. */
export function SettingsForm({ slot }: { readonly slot: Slot }) {
  const { recipe, data, rawPixels } = settingsOf(slot).value;
  const source = givenData.value?.source ?? null;
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend class="unseen">Settings</legend>
      <NumberField
        slot={slot}
        name="epochs"
        label="Epochs"
        title="How often all pictures are gone through."
      />
      <NumberField slot={slot} name="lr" label="Learning rate" title="How far each step goes." />
      <NumberField
        slot={slot}
        name="batchSize"
        label="Batch size"
        title="How many pictures a step looks at."
      />
      {defaultSettings(recipe).hidden > 0 && (
        <NumberField
          slot={slot}
          name="hidden"
          label="Hidden units"
          title="How wide the layer in the middle is."
        />
      )}
      <NumberField
        slot={slot}
        name="seed"
        label="Seed"
        title="The same seed gives the same run, number for number."
      />
      <ChoiceField
        id={`setting-${slot}-data`}
        label="Learn from"
        value={data}
        options={[
          ["strokes", "drawn digits"],
          ["files", source ?? "your files (none yet)", source === null],
        ]}
        onChange={(value) => change(slot, { data: value })}
      />
      {data === "strokes" && (
        <NumberField
          slot={slot}
          name="pictures"
          label="Pictures"
          title="How many digits are drawn to learn from."
        />
      )}
      <label class="switch">
        <input
          type="checkbox"
          checked={rawPixels}
          onChange={({ currentTarget }) => change(slot, { rawPixels: currentTarget.checked })}
        />
        Raw pixels, 0–255
      </label>
      <button type="button" class="quiet reset" onClick={() => resetSettings(slot)}>
        Reset
      </button>
    </fieldset>
  );
}
