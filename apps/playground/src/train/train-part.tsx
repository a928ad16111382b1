import { SettingsForm } from "../settings/settings-form.js";
import { settingsOf } from "../state/settings.js";
import { Elsewhere } from "../story/elsewhere.js";
import type { Slot } from "../worker/run-settings.js";
import { AccuracyChart } from "./accuracy-chart.js";
import { AdviceBox } from "./advice-box.js";
import { Controls } from "./controls.js";
import { EpochDoor } from "./epoch-table.js";
import { LossChart } from "./loss-chart.js";
import { runOf } from "./run.js";
import { trainCommand } from "./train-command.js";
import { trainProgram } from "./train-program.js";

/** A network's training in a chapter: the buttons, what the run comes to, and behind a door all that can be set. */
export function TrainPart({ slot }: { readonly slot: Slot }) {
  const run = runOf(slot).value;
  const settings = settingsOf(slot).value;
  return (
    <section class="part" aria-label="Training">
      <Controls slot={slot} />
      <AdviceBox slot={slot} />
      {run !== null && run.losses.count > 0 && (
        <div class="part-row">
          <figure>
            <figcaption class="chart-title">Loss: what is learned from</figcaption>
            <LossChart slot={slot} />
          </figure>
          {run.epochs.length > 0 && (
            <figure>
              <figcaption class="chart-title">Right answers in per cent: what is read</figcaption>
              <AccuracyChart slot={slot} />
            </figure>
          )}
        </div>
      )}
      <div class="doors">
        <details>
          <summary>Settings</summary>
          <SettingsForm slot={slot} />
        </details>
        {run !== null && run.epochs.length > 0 && <EpochDoor slot={slot} />}
        <Elsewhere command={trainCommand(settings)} program={trainProgram(settings)} />
      </div>
    </section>
  );
}
