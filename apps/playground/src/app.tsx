import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CurveView } from "./curve/curve-view.js";
import { Pad } from "./draw/pad.js";
import { PadTools } from "./draw/pad-tools.js";
import { Preparation } from "./draw/preparation.js";
import { acceptDrops } from "./files/drop.js";
import { Keep } from "./files/keep.js";
import { InsideView } from "./inside/inside-view.js";
import { Answer } from "./read/answer.js";
import { RecipeChoice } from "./recipe-choice.js";
import { recipe } from "./settings/settings.js";
import { SettingsForm } from "./settings/settings-form.js";
import { AdviceBox } from "./train/advice-box.js";
import { Controls } from "./train/controls.js";
import { EpochTable } from "./train/epoch-table.js";
import { LossChart } from "./train/loss-chart.js";

function DrawCard() {
  return (
    <section class="card draw" aria-labelledby="draw-title">
      <h2 id="draw-title" class="unseen">
        Drawing
      </h2>
      <Pad />
      <PadTools />
      <Preparation />
    </section>
  );
}

function TrainCard() {
  return (
    <section class="card train" aria-labelledby="train-title">
      <h2 id="train-title">Training</h2>
      <SettingsForm />
      <div class="train-state">
        <Controls />
        <AdviceBox />
      </div>
      <div class="train-curves">
        <LossChart />
        <EpochTable />
      </div>
    </section>
  );
}

function DigitView() {
  return (
    <div class="bench">
      <div class="bench-hand">
        <DrawCard />
        <Answer />
      </div>
      <div class="bench-network">
        <TrainCard />
        <InsideView />
      </div>
    </div>
  );
}

export function App() {
  const isOver = useSignal(false);
  useEffect(
    () =>
      acceptDrops((over) => {
        isOver.value = over;
      }),
    [],
  );
  return (
    <div class={isOver.value ? "page page-over" : "page"}>
      <header class="top">
        <h1>Teach a network to read your digits</h1>
        <RecipeChoice />
        <p class="lead">{recipe.value.lead}</p>
      </header>
      <main>
        {recipe.value.name === "curve" ? <CurveView /> : <DigitView />}
        <Keep />
      </main>
    </div>
  );
}
