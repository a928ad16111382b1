import { change, settings } from "../settings/settings.js";
import { SettingsForm } from "../settings/settings-form.js";
import {
  history,
  isPlaying,
  lastStep,
  loss,
  parameters,
  pause,
  play,
  position,
  seek,
  step,
} from "./curve.js";
import { CurveChart } from "./curve-chart.js";
import { CurveLoss } from "./curve-loss.js";

const figure = (value: number): string => (Number.isFinite(value) ? value.toFixed(2).replace("-", "−") : "–");

function Player() {
  return (
    <div class="player">
      <button
        type="button"
        class="primary"
        disabled={history.value === null}
        onClick={() => (isPlaying.value ? pause() : play())}
      >
        {isPlaying.value ? "Pause" : position.value > 0 && position.value < 1 ? "Go on" : "Train"}
      </button>
      <button type="button" aria-label="One step back" onClick={() => stepBy(-1)}>
        −1
      </button>
      <button type="button" aria-label="One step on" onClick={() => stepBy(1)}>
        +1
      </button>
      <input
        type="range"
        min={0}
        max={1}
        step="any"
        value={position.value}
        aria-label="Step"
        aria-valuetext={`step ${step.value} of ${lastStep.value}`}
        onInput={({ currentTarget }) => {
          pause();
          seek(Number(currentTarget.value));
        }}
      />
    </div>
  );
}

function stepBy(count: number): void {
  pause();
  seek(Math.cbrt((step.value + count) / Math.max(lastStep.value, 1)));
}

function Numbers() {
  const [a, b, c] = parameters.value;
  return (
    <dl class="numbers">
      <div>
        <dt>step</dt>
        <dd>
          {step.value} <small>of {lastStep.value}</small>
        </dd>
      </div>
      {Object.entries({ a, b, c, loss: loss.value }).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function CurveAdvice() {
  const losses = history.value?.losses;
  const { lr } = settings.value;
  const [start, end] = [losses?.[0], losses?.at(-1)];
  if (start === undefined || end === undefined) return null;
  if (!(end <= start)) {
    return (
      <div class="advice advice-problem">
        <p>
          Each step overshoots, the next overshoots further: on these points a rate above about 3.6e-5 is too
          much.
        </p>
        <button type="button" onClick={() => change({ lr: 1e-5 })}>
          Use learning rate 1e-5
        </button>
      </div>
    );
  }
  if (lr < 1e-6) {
    return (
      <div class="advice">
        <p>Steps this small hardly move the curve: more of them, or larger ones, get there.</p>
      </div>
    );
  }
  return null;
}

/** The notes' first job, step by step. */
export function CurveView() {
  return (
    <div class="curve-view">
      <section class="card" aria-labelledby="curve-title">
        <h2 id="curve-title">speed = a·t² + b·t + c</h2>
        <CurveChart />
        <p class="legend">
          <span class="legend-valid">measured</span>
          <span class="legend-train">the curve now</span>
          <span class="legend-start">where it began</span>
        </p>
        <Player />
      </section>
      <section class="card" aria-labelledby="curve-settings">
        <h2 id="curve-settings">Gradient descent</h2>
        <p class="quiet-text">
          Each step asks which way each number must go for the loss to fall, and moves it a little that way.
        </p>
        <Numbers />
        <CurveLoss />
        <SettingsForm />
        <div class="advice-room" aria-live="polite">
          <CurveAdvice />
        </div>
      </section>
    </div>
  );
}
