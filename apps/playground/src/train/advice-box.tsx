import { change } from "../settings/settings.js";
import { advise } from "./advice.js";
import { isRunning, run, train } from "./run.js";

/** What may help the run, and a button that tries it. */
export function AdviceBox() {
  const current = run.value;
  const advice = current === null ? null : advise({ ...current, isOver: !isRunning.value });
  const tryFix = (): void => {
    change(advice?.fix?.settings ?? {});
    void train();
  };
  return (
    <div class="advice-room" aria-live="polite">
      {advice !== null && (
        <div class={advice.isProblem ? "advice advice-problem" : "advice"}>
          <p>{advice.text}</p>
          {advice.fix !== undefined && !isRunning.value && (
            <button type="button" onClick={tryFix}>
              {advice.fix.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
