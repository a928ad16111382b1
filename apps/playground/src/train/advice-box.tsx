import type { SettingsChange } from "@mnist/learner";
import { change } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { isRunning, runOf, train } from "./run.js";

/** The button's words for what it changes. */
function label({ lr, rawPixels, pictures }: SettingsChange): string {
  if (lr !== undefined) return `Use learning rate ${lr}`;
  return rawPixels === false ? "Use pixels 0 to 1" : `Use ${pictures} pictures`;
}

/** What may help the run, and a button that tries it. */
export function AdviceBox({ slot }: { readonly slot: Slot }) {
  const advice = runOf(slot).value?.advice ?? null;
  const fix = advice?.change;
  const tryFix = (): void => {
    change(slot, fix ?? {});
    void train(slot);
  };
  return (
    <div aria-live="polite">
      {advice !== null && (
        <div class={advice.isProblem ? "advice advice-problem" : "advice"}>
          <p>{advice.text}</p>
          {fix !== undefined && !isRunning.value && (
            <button type="button" onClick={tryFix}>
              {label(fix)}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
