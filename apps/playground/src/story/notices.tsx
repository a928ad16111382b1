import { useSignal } from "@preact/signals";
import { recipeTitles } from "../settings/recipes.js";
import { storeProblem } from "../state/store.js";
import { dropPending, goOn, pending } from "../train/pending.js";
import { running } from "../train/run.js";
import { client } from "../worker/client.js";

/** What a person should know at once: a silent worker, a run that was left, storage that keeps nothing. */
export function Notices() {
  const { liveness } = client;
  const isHidden = useSignal(false);
  const left = pending.value;
  return (
    <div class="notices" aria-live="assertive">
      {liveness.value !== "alive" && (
        <div class="notice notice-problem" role="alert">
          <p>
            {liveness.value === "silent"
              ? "The training thread has not answered for some seconds. It may be in a very long step, or have been ended by the browser."
              : "The training thread has ended; the browser may have run out of memory."}
          </p>
          <button type="button" onClick={() => client.restart()}>
            Start it anew
          </button>
        </div>
      )}
      {left !== null && running.value === null && (
        <div class="notice">
          <p>
            A training was under way when the page was left ({recipeTitles[left.settings.recipe]},{" "}
            {left.count > 0 ? Math.round((100 * left.done) / left.count) : 0} % done).
          </p>
          <button type="button" class="primary" onClick={goOn}>
            Go on
          </button>
          <button type="button" class="quiet" onClick={() => void dropPending()}>
            Leave it
          </button>
        </div>
      )}
      {storeProblem.value !== null && !isHidden.value && (
        <div class="notice">
          <p>{storeProblem.value}</p>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              isHidden.value = true;
            }}
          >
            All right
          </button>
        </div>
      )}
    </div>
  );
}
