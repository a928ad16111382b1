import { givenData } from "../files/take-files.js";
import { ChoiceField } from "../settings/choice-field.js";
import { NumberField } from "../settings/number-field.js";
import { defaultSettings, recipeChoices, recipeTitles } from "../settings/recipes.js";
import { change, resetSettings, settingsOf } from "../state/settings.js";
import { isRunning } from "../train/run.js";

const slot = "bench";

function NetworkFields() {
  const { recipe, activation } = settingsOf(slot).value;
  const hasLayers = recipe === "digits" || recipe === "digits-scalar";
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend>Network</legend>
      <ChoiceField
        id="design-recipe"
        label="Job"
        value={recipe}
        options={recipeChoices.map((name) => [name, recipeTitles[name]] as const)}
        onChange={(value) => resetSettings(slot, value)}
      />
      {hasLayers && (
        <>
          <NumberField
            slot={slot}
            name="depth"
            label="Hidden layers"
            title="One to three, each as wide as the next field says."
          />
          <NumberField
            slot={slot}
            name="hidden"
            label="Units in each"
            title="How wide the hidden layers are."
          />
          <ChoiceField
            id="design-activation"
            label="Activation"
            value={activation}
            options={[
              ["relu", "ReLU"],
              ["tanh", "tanh"],
              ["sigmoid", "sigmoid"],
              ["gelu", "GELU"],
            ]}
            onChange={(value) => change(slot, { activation: value })}
          />
        </>
      )}
    </fieldset>
  );
}

function LearningFields() {
  const { optimizer, schedule, recipe } = settingsOf(slot).value;
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend>Learning</legend>
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
      <ChoiceField
        id="design-optimizer"
        label="Optimizer"
        value={optimizer}
        options={[
          ["sgd", "SGD"],
          ["momentum", "SGD, momentum 0.9"],
          ["adam", "Adam"],
        ]}
        onChange={(value) => change(slot, { optimizer: value })}
      />
      <ChoiceField
        id="design-schedule"
        label="Rate over the run"
        value={schedule}
        options={[
          ["flat", "stays"],
          ["one-cycle", "one cycle"],
        ]}
        onChange={(value) => change(slot, { schedule: value })}
      />
      <NumberField slot={slot} name="weightDecay" label="Weight decay" title="Pulls all weights towards 0." />
      {defaultSettings(recipe).hidden > 0 && (
        <NumberField
          slot={slot}
          name="dropout"
          label="Dropout"
          title="Share of hidden answers left out while learning."
        />
      )}
      <NumberField
        slot={slot}
        name="seed"
        label="Seed"
        title="The same seed gives the same run, number for number."
      />
    </fieldset>
  );
}

function DataFields() {
  const { data, augment, rawPixels } = settingsOf(slot).value;
  const source = givenData.value?.source ?? null;
  return (
    <fieldset class="settings" disabled={isRunning.value}>
      <legend>Data</legend>
      <ChoiceField
        id="design-data"
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
          checked={augment}
          onChange={({ currentTarget }) => change(slot, { augment: currentTarget.checked })}
        />
        Turn and shift them
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={rawPixels}
          onChange={({ currentTarget }) => change(slot, { rawPixels: currentTarget.checked })}
        />
        Raw pixels, 0–255
      </label>
    </fieldset>
  );
}

/** All that can be set about a network and its learning. */
export function DesignForm() {
  return (
    <div class="design">
      <NetworkFields />
      <LearningFields />
      <DataFields />
      <button type="button" class="quiet" disabled={isRunning.value} onClick={() => resetSettings(slot)}>
        Back to the job’s own settings
      </button>
    </div>
  );
}
