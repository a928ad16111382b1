import { advise, type SettingsChange } from "@mnist/learner";
import { defaultSettings } from "../settings/permalink.js";
import { change } from "../settings/settings.js";
import { isRunning, type Run, run, train } from "./run.js";

function adviceFor({ settings, losses, epochs }: Run) {
  const { recipe, data, pictures } = settings;
  if (recipe === "curve") return null;
  return advise({
    recipe,
    settings,
    defaults: defaultSettings(recipe),
    losses,
    epochs,
    isOver: !isRunning.value,
    ...(data === "strokes" && { pictures }),
  });
}

/** The button's words for what it changes. */
function label({ lr, rawPixels, pictures }: SettingsChange): string {
  if (lr !== undefined) return `Use learning rate ${lr}`;
  return rawPixels === false ? "Use pixels 0 to 1" : `Use ${pictures} pictures`;
}

/** What may help the run, and a button that tries it. */
export function AdviceBox() {
  const current = run.value;
  const advice = current === null ? null : adviceFor(current);
  const fix = advice?.change;
  const tryFix = (): void => {
    change(fix ?? {});
    void train();
  };
  return (
    <div class="advice-room" aria-live="polite">
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
