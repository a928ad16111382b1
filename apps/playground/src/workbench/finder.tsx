import { useSignal } from "@preact/signals";
import { Plot } from "../chart/plot.js";
import { change, isValid, settingsOf } from "../state/settings.js";
import { isRunning } from "../train/run.js";
import { client } from "../worker/client.js";
import type { Finding } from "../worker/protocol.js";

/** Tries rates from tiny to large on a hundred batches, and shows where the loss falls fastest. */
export function Finder() {
  const finding = useSignal<Finding | null>(null);
  const isLooking = useSignal(false);
  const problem = useSignal<string | null>(null);
  const find = async (): Promise<void> => {
    isLooking.value = true;
    problem.value = null;
    try {
      finding.value = await client.call("find", settingsOf("bench").peek());
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    isLooking.value = false;
  };
  const rate = finding.value?.valley ?? finding.value?.steep ?? null;
  const rounded = rate === null ? null : Number(rate.toPrecision(2));
  return (
    <section class="part" aria-labelledby="finder-title">
      <h2 id="finder-title">Which learning rate?</h2>
      <div class="tools">
        <button
          type="button"
          disabled={isLooking.value || isRunning.value || !isValid.value}
          onClick={() => void find()}
        >
          {isLooking.value ? "Looking …" : "Find a rate"}
        </button>
        {rounded !== null && (
          <button type="button" onClick={() => change("bench", { lr: rounded })}>
            Use {rounded}
          </button>
        )}
      </div>
      {problem.value !== null && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {finding.value === null ? (
        <p class="quiet-text">
          The rate grows from batch to batch on a throw-away network: too small, and nothing moves; too large,
          and the loss takes off. In between lies the one to use.
        </p>
      ) : (
        <Plot
          label={`Loss by learning rate${rounded === null ? "" : `; suggested ${rounded}`}`}
          height={190}
          across="learning rate"
          xLog
          yRange={[0, 1.4 * (finding.value.losses[0] ?? 1)]}
          mark={rate === null ? null : { x: rate, label: String(rounded) }}
          lines={[{ x: finding.value.lrs, y: finding.value.losses, colour: "ink", width: 2 }]}
        />
      )}
    </section>
  );
}
