import { ChoiceField } from "../settings/choice-field.js";
import { DataFields } from "../settings/data-fields.js";
import { NumberField } from "../settings/number-field.js";
import { defaultSettings, recipeChoices, recipeTitles } from "../settings/recipes.js";
import { SwitchField } from "../settings/switch-field.js";
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
          <NumberField slot={slot} name="depth" />
          <NumberField slot={slot} name="hidden" />
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
      <NumberField slot={slot} name="epochs" />
      <NumberField slot={slot} name="lr" />
      <NumberField slot={slot} name="batchSize" />
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
      <NumberField slot={slot} name="weightDecay" />
      {defaultSettings(recipe).hidden > 0 && <NumberField slot={slot} name="dropout" />}
      <NumberField slot={slot} name="seed" />
    </fieldset>
  );
}

/** All that can be set about a network and its learning. */
export function DesignForm() {
  return (
    <div class="design">
      <NetworkFields />
      <LearningFields />
      <fieldset class="settings" disabled={isRunning.value}>
        <legend>Data</legend>
        <DataFields slot={slot} />
        <SwitchField slot={slot} name="augment" label="Turn and shift them" />
        <SwitchField slot={slot} name="rawPixels" label="Raw pixels, 0–255" />
      </fieldset>
      <button type="button" class="quiet" disabled={isRunning.value} onClick={() => resetSettings(slot)}>
        Back to the job’s own settings
      </button>
    </div>
  );
}
