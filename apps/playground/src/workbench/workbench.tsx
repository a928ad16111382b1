import { CheckPart } from "../inside/check-part.js";
import { HiddenUnits } from "../inside/hidden-units.js";
import { Saliency } from "../inside/saliency.js";
import { settingsOf } from "../state/settings.js";
import { Bench } from "../story/bench.js";
import { Chapter } from "../story/chapter.js";
import { Elsewhere } from "../story/elsewhere.js";
import { AccuracyChart } from "../train/accuracy-chart.js";
import { AdviceBox } from "../train/advice-box.js";
import { Controls } from "../train/controls.js";
import { EpochTable } from "../train/epoch-table.js";
import { LossChart } from "../train/loss-chart.js";
import { runOf } from "../train/run.js";
import { trainCommand } from "../train/train-command.js";
import { trainProgram } from "../train/train-program.js";
import { BatchWalk } from "./batch-walk.js";
import { DesignForm } from "./design-form.js";
import { EarlierRuns } from "./earlier.js";
import { Finder } from "./finder.js";
import { DeviceChoice, Keep } from "./keep.js";

export function View() {
  const run = runOf("bench").value;
  const settings = settingsOf("bench").value;
  return (
    <Chapter
      title="Workbench"
      lead="Everything that can be set, in one place: the network, how it learns, and from what. Each run stays to be compared with the next, and each can be repeated elsewhere, number for number."
      attempt="Find a rate, train, change one thing, train again."
      notice="The link in the address bar carries the settings: send it, and somebody else has the same run."
    >
      <Bench below={<Saliency />}>
        <section class="part" aria-label="Settings">
          <DesignForm />
        </section>
        <section class="part" aria-label="Training">
          <Controls slot="bench" />
          <AdviceBox slot="bench" />
          {run !== null && run.losses.count > 0 && (
            <div class="part-row">
              <LossChart slot="bench" height={210} />
              <AccuracyChart slot="bench" height={210} />
            </div>
          )}
          <EpochTable slot="bench" />
        </section>
        <EarlierRuns />
        <Finder />
        <HiddenUnits slot="bench" />
        <CheckPart slot="bench" />
        <BatchWalk />
        <Keep />
        <DeviceChoice />
        <section class="part" aria-label="Elsewhere">
          <Elsewhere open command={trainCommand(settings)} program={trainProgram(settings)} />
        </section>
      </Bench>
    </Chapter>
  );
}
