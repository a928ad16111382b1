import { useEffect } from "preact/hooks";
import "../styles/curve.css";
import { Plot } from "../chart/plot.js";
import { Chapter } from "../story/chapter.js";
import { Elsewhere } from "../story/elsewhere.js";
import {
  changeCurve,
  history,
  isPlaying,
  lastStep,
  loss,
  pause,
  play,
  position,
  request,
  seek,
  seekStep,
  step,
  turn,
  watchCurve,
} from "./curve.js";
import { CurveChart } from "./curve-chart.js";
import { curveCommand, curveProgram } from "./curve-code.js";
import { DialRows } from "./dials.js";
import { presets } from "./presets.js";
import { Valley } from "./valley.js";
import { Verdict } from "./verdict.js";

function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1e7) return value.toExponential(2).replace("e+", "·10^");
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
}

function Player() {
  return (
    <div class="player">
      <button
        type="button"
        class="primary"
        disabled={history.value === null}
        onClick={() => (isPlaying.value ? pause() : play())}
      >
        {isPlaying.value ? "Pause" : position.value > 0 && position.value < 1 ? "Go on" : "Play"}
      </button>
      <button type="button" aria-label="−1: one step back" onClick={() => seekStep(step.value - 1)}>
        −1
      </button>
      <button type="button" aria-label="+1: one step on" onClick={() => seekStep(step.value + 1)}>
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
      <p class="player-step">
        step {step.value} <small>of {lastStep.value}</small>
        <span class="player-gap"> · </span>
        <span>loss {figure(loss.value)}</span>
      </p>
    </div>
  );
}

/** The rate, from creeping to flying apart, and what else decides the run. */
function Rate() {
  const { lr, momentum, scaled, steps, seed, speed, start } = request.value;
  const [low, high] = [turn.value / 2000, turn.value * 1.5];
  const place = Math.log(lr / low) / Math.log(high / low);
  return (
    <div class="curve-rate">
      <div class="field rate-field">
        <label for="curve-lr">
          Learning rate <b>{lr < 1e-3 ? lr.toExponential(1) : Number(lr.toPrecision(2))}</b>
        </label>
        <input
          id="curve-lr"
          type="range"
          min={0}
          max={1}
          step={0.005}
          value={Math.min(Math.max(place, 0), 1)}
          onInput={({ currentTarget }) =>
            changeCurve({ lr: Number((low * (high / low) ** Number(currentTarget.value)).toPrecision(2)) })
          }
        />
        <div class="rate-scale" aria-hidden="true">
          <span>creeps</span>
          <span style={{ left: `${(100 * Math.log(turn.value / low)) / Math.log(high / low)}%` }}>turns</span>
        </div>
      </div>
      <div class="tools">
        <fieldset class="choice" aria-label="Time">
          <button type="button" aria-pressed={scaled} onClick={() => changeCurve(presets.scaled)}>
            Scaled time
          </button>
          <button type="button" aria-pressed={!scaled} onClick={() => changeCurve(presets.plain)}>
            Time as measured
          </button>
        </fieldset>
        <label class="switch">
          <input
            type="checkbox"
            checked={momentum > 0}
            onChange={({ currentTarget }) => changeCurve({ momentum: currentTarget.checked ? 0.9 : 0 })}
          />
          Momentum
        </label>
      </div>
      <details>
        <summary>Steps, seed and start</summary>
        <div class="settings">
          <div class="field">
            <label for="curve-steps">Steps</label>
            <input
              id="curve-steps"
              inputMode="numeric"
              value={steps}
              onChange={({ currentTarget }) =>
                changeCurve({
                  steps: Math.min(Math.max(Math.round(Number(currentTarget.value)) || 1, 1), 20_000),
                })
              }
            />
          </div>
          <div class="field">
            <label for="curve-seed">Seed of points and start</label>
            <input
              id="curve-seed"
              inputMode="numeric"
              value={seed}
              onChange={({ currentTarget }) =>
                changeCurve({
                  seed: Math.abs(Math.round(Number(currentTarget.value)) || 0),
                  speed: null,
                  start: null,
                })
              }
            />
          </div>
          {(speed !== null || start !== null) && (
            <button type="button" onClick={() => changeCurve({ speed: null, start: null })}>
              The seed’s own points
            </button>
          )}
        </div>
      </details>
    </div>
  );
}

function LossOverSteps() {
  const losses = history.value?.losses;
  if (losses === undefined) return null;
  const every = Math.max(Math.ceil(losses.length / 500), 1);
  const x = Array.from({ length: Math.ceil(losses.length / every) }, (_, i) => i * every);
  const y = x.map((at) => losses[at]!);
  const seen = x.filter((at) => at <= step.value);
  return (
    <Plot
      label="The loss over the steps, on a scale of powers of ten"
      height={170}
      across="steps"
      yLog
      lines={[
        { x, y, colour: "line", width: 2 },
        { x: seen, y: y.slice(0, seen.length), colour: "positive", width: 2.5 },
      ]}
    />
  );
}

/** The notes' first job, step by step. */
export function View() {
  useEffect(watchCurve, []);
  return (
    <Chapter
      title="A curve through twenty points"
      lead="Twenty measured speeds, and a parabola with three dials. Learning is turning the dials a little at a time, each the way that makes the misses smaller."
      attempt="Press Play. Then drag a point, or throw the ball somewhere else in the valley."
      notice="Each step goes straight down the slope, and the slope is gentle near the bottom: the last bit takes longest."
    >
      <div class="curve-stage">
        <section class="part" aria-labelledby="curve-title">
          <h2 id="curve-title" class="formula">
            speed = a t² + b t + c
          </h2>
          <CurveChart />
          <Player />
        </section>
        <section class="part" aria-labelledby="valley-title">
          <h2 id="valley-title">The loss, seen from above</h2>
          <Valley />
        </section>
      </div>
      <div aria-live="polite">
        <Verdict />
      </div>
      <div class="curve-stage">
        <section class="part" aria-labelledby="dials-title">
          <h2 id="dials-title">Three dials</h2>
          <DialRows />
          <Rate />
        </section>
        <section class="part" aria-labelledby="steps-title">
          <h2 id="steps-title">The loss, step by step</h2>
          <LossOverSteps />
          <Elsewhere command={curveCommand(request.value)} program={curveProgram(request.value)} />
        </section>
      </div>
    </Chapter>
  );
}
