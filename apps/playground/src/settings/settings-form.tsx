import { givenData } from "../files/given-data.js";
import { isRunning } from "../train/run.js";
import { NumberField } from "./number-field.js";
import { pageRecipes } from "./recipes.js";
import { change, resetSettings, settings } from "./settings.js";

function DataField() {
  const source = givenData.value?.source ?? null;
  return (
    <div class="field field-wide">
      <label for="setting-data">Learn from</label>
      <select
        id="setting-data"
        value={settings.value.data}
        onChange={({ currentTarget }) =>
          change({ data: currentTarget.value === "files" ? "files" : "strokes" })
        }
      >
        <option value="strokes">drawn digits</option>
        <option value="files" disabled={source === null}>
          {source ?? "your files (see below)"}
        </option>
      </select>
    </div>
  );
}

function NetworkFields() {
  const { recipe, data, rawPixels } = settings.value;
  return (
    <>
      <NumberField name="epochs" label="Epochs" title="How often all pictures are gone through." />
      <NumberField name="lr" label="Learning rate" title="How far each step goes." />
      <NumberField name="batchSize" label="Batch size" title="How many pictures a step looks at." />
      {pageRecipes[recipe].defaults.hidden > 0 && (
        <NumberField name="hidden" label="Hidden units" title="How wide the layer in the middle is." />
      )}
      <NumberField name="seed" label="Seed" title="The same seed gives the same run, number for number." />
      <DataField />
      {data === "strokes" && (
        <NumberField name="pictures" label="Pictures" title="How many digits are drawn to learn from." />
      )}
      <label class="switch">
        <input
          type="checkbox"
          checked={rawPixels}
          onChange={({ currentTarget }) => change({ rawPixels: currentTarget.checked })}
        />
        Raw pixels, 0 to 255
      </label>
    </>
  );
}

/** All that decides a run. */
export function SettingsForm() {
  const isCurve = settings.value.recipe === "curve";
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend class="unseen">Settings</legend>
      {isCurve ? (
        <>
          <NumberField name="epochs" label="Steps" title="How often the three numbers are changed." />
          <NumberField name="lr" label="Learning rate" title="How far each step goes." />
          <NumberField name="seed" label="Seed" title="Other points and another start." />
        </>
      ) : (
        <NetworkFields />
      )}
      <button type="button" class="quiet" onClick={resetSettings}>
        Reset
      </button>
    </fieldset>
  );
}
