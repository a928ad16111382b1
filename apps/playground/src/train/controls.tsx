import { percent } from "../read/percent.js";
import { checkOf, lookOf } from "../state/looks.js";
import { hasReady, makeFresh, takeReady } from "../state/networks.js";
import { isValid, settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { accuracyOf, canResume, type Run, running, runOf, setPace, stop, train } from "./run.js";

const outcomes = {
  finished: "Done.",
  stopped: "Stopped; the network stays as it is now.",
  diverged: "Stopped: the loss is no number any more.",
} as const;

function status(slot: Slot, run: Run | null): string {
  if (run === null) {
    const look = lookOf(slot).value;
    if (look?.isTrained && look.about.isReady)
      return `This network came with the page, trained on ${look.about.dataset}.`;
    return look?.isTrained ? "This network has learned before." : "Not trained yet.";
  }
  if (run.outcome === "running") {
    if (run.phase === "drawing")
      return `Drawing digits to learn from: ${run.done.toLocaleString("en")} of ${run.count.toLocaleString("en")}`;
    if (run.count === 0 && !run.isHeld) return "Starting";
    const epoch = Math.min(Math.floor(run.done / Math.max(run.batches, 1)) + 1, run.settings.epochs);
    const accuracy = accuracyOf(run);
    const right = accuracy === null ? "" : ` · ${percent(accuracy, 1)} of unseen digits right`;
    return `${run.isHeld ? "Paused in epoch" : "Epoch"} ${epoch} of ${run.settings.epochs}${right}`;
  }
  if (run.outcome === "failed") return run.problem ?? "This did not work.";
  const accuracy = accuracyOf(run);
  const right = accuracy === null ? "" : ` It reads ${percent(accuracy, 1)} of unseen digits right.`;
  return run.outcome === "diverged" ? outcomes.diverged : outcomes[run.outcome] + right;
}

/** Play, pause, a step, an epoch, stop, and how far it is. */
export function Controls({ slot }: { readonly slot: Slot }) {
  const run = runOf(slot).value;
  const isHere = running.value === slot;
  const isElsewhere = running.value !== null && !isHere;
  const isHeld = isHere && run?.isHeld === true;
  const { epochs } = settingsOf(slot).value;
  const share = run !== null && run.count > 0 && run.phase === "training" ? run.done / run.count : 0;
  const drawing = run?.phase === "drawing" && isHere ? run.done / Math.max(run.count, 1) : null;
  const canGoOn = canResume(slot);
  return (
    <div class="controls">
      <div class="controls-buttons" role="toolbar" aria-label="Training">
        {isHere ? (
          <>
            <button type="button" class="primary" onClick={() => setPace(isHeld ? "run" : "hold")}>
              {isHeld ? "Go on" : "Pause"}
            </button>
            <button type="button" onClick={stop}>
              Stop
            </button>
          </>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={!isValid.value || isElsewhere}
            onClick={() => void train(slot)}
          >
            {run === null ? "Train" : "Train anew"}
          </button>
        )}
        <button
          type="button"
          disabled={isElsewhere || (isHere && !isHeld)}
          onClick={() => (isHere ? setPace("batch") : void train(slot, { held: true }))}
        >
          Step
        </button>
        <button
          type="button"
          disabled={isElsewhere || (isHere ? !isHeld : !canGoOn)}
          onClick={() => (isHere ? setPace("epoch") : void train(slot, { resume: true }))}
        >
          {isHere ? "One epoch" : epochs === 1 ? "1 more epoch" : `${epochs} more epochs`}
        </button>
        {!isHere && lookOf(slot).value?.isTrained && (
          <button type="button" class="quiet" disabled={isElsewhere} onClick={() => forget(slot)}>
            Forget
          </button>
        )}
        {!isHere && hasReady(slot) && lookOf(slot).value?.about.isReady === false && (
          <button type="button" class="quiet" disabled={isElsewhere} onClick={() => restore(slot)}>
            The trained one back
          </button>
        )}
      </div>
      <progress class="progress" max={1} value={drawing ?? share} aria-label="Training" />
      <p class="controls-status" aria-live={isHere && !isHeld ? "off" : "polite"}>
        {isElsewhere ? `Another network is learning (${running.value}).` : status(slot, run)}
      </p>
    </div>
  );
}

/** An untrained network, as at the first visit. */
export function forget(slot: Slot): void {
  runOf(slot).value = null;
  checkOf(slot).value = null;
  void makeFresh(slot);
}

function restore(slot: Slot): void {
  runOf(slot).value = null;
  void takeReady(slot);
}
