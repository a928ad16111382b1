import { Plot } from "../chart/plot.js";
import { percent } from "../read/percent.js";
import { defaultSettings } from "../settings/recipes.js";
import { settingsOf } from "../state/settings.js";
import { type EarlierRun, earlierRuns, forgetEarlier } from "../train/earlier-runs.js";
import { accuracyOf } from "../train/run.js";

const colours = ["positive", "negative", "accent", "problem", "ink", "quiet"];

/** What a run has that its recipe has not by itself. */
function differences({ settings }: EarlierRun): string {
  const usual = defaultSettings(settings.recipe);
  const parts = Object.entries(settings)
    .filter(([name, value]) => name !== "recipe" && value !== usual[name as keyof typeof usual])
    .map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? "its own settings" : parts.join(", ");
}

/** Earlier runs laid over each other, with what tells them apart. */
export function EarlierRuns() {
  const runs = earlierRuns.value;
  if (runs.length === 0) return null;
  return (
    <section class="part" aria-labelledby="earlier-title">
      <h2 id="earlier-title">Runs so far</h2>
      <Plot
        label={`Loss on unseen digits of ${runs.length} runs`}
        height={220}
        across="epochs"
        lines={runs.map((run, place) => ({
          ...run.epochs.column("validLoss"),
          colour: colours[place % colours.length]!,
          label: `run ${place + 1}`,
          dots: run.epochs.length < 30,
        }))}
      />
      <ol class="earlier">
        {runs.map((run, place) => (
          <li key={place}>
            <b style={{ color: `rgb(var(--${colours[place % colours.length]}))` }}>Run {place + 1}</b>
            <span>
              {run.settings.recipe}, {differences(run)}
            </span>
            <span class="earlier-right">{percent(accuracyOf(run) ?? Number.NaN, 1)}</span>
            <button
              type="button"
              class="quiet"
              onClick={() => {
                settingsOf("bench").value = { ...run.settings };
              }}
            >
              Take its settings
            </button>
            <button
              type="button"
              class="quiet"
              aria-label={`Forget run ${place + 1}`}
              onClick={() => forgetEarlier(run)}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
