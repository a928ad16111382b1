import { isValid, settings } from "../settings/settings.js";
import { canResume, isRunning, isTrained, progress, run, stop, train } from "./run.js";

const outcomes = {
  running: "",
  finished: "Done.",
  stopped: "Stopped; the network stays as it is now.",
  diverged: "Stopped: the loss is no number any more.",
  failed: "This did not work.",
} as const;

function status(): string {
  if (progress.value !== null) return progress.value.text;
  const { outcome, epochs, problem } = run.value ?? {};
  if (outcome === undefined) return isTrained.value ? "This network came from a file." : "Not trained yet.";
  if (outcome === "failed") return problem ?? outcomes.failed;
  const accuracy = epochs?.at(-1)?.metrics.accuracy;
  const result =
    accuracy === undefined ? "" : ` It reads ${(100 * accuracy).toFixed(1)} % of unseen digits right.`;
  return outcome === "diverged" ? outcomes.diverged : outcomes[outcome] + result;
}

/** Train, stop, train on, and how far it is. */
export function Controls() {
  const running = isRunning.value;
  const { epochs } = settings.value;
  return (
    <div class="controls">
      <div class="controls-buttons">
        {running ? (
          <button type="button" class="primary" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="primary" disabled={!isValid.value} onClick={() => void train()}>
            {run.value === null ? "Train" : "Train anew"}
          </button>
        )}
        <button
          type="button"
          disabled={running || !canResume.value || !isValid.value}
          onClick={() => void train({ resume: true })}
        >
          {epochs === 1 ? "1 more epoch" : `${epochs} more epochs`}
        </button>
      </div>
      <progress
        class="progress"
        max={1}
        value={progress.value?.share ?? (run.value?.outcome === "finished" ? 1 : 0)}
        aria-label="Training"
      />
      <p class="controls-status" aria-live={running ? "off" : "polite"}>
        {status()}
      </p>
    </div>
  );
}
