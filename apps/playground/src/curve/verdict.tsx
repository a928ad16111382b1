import { changeCurve, history, lastStep, request, seek, surface, turn } from "./curve.js";
import { turningRate } from "./loss-surface.js";
import { presets } from "./presets.js";

/** Within this share of the least loss there is, the curve lies on the points. */
const close = 1.05;
const strongMomentum = 0.99;
const names = ["a", "b", "c"] as const;

function rate(value: number): string {
  return value < 1e-3 ? value.toExponential(1).replace("e-", "e−") : String(Number(value.toPrecision(2)));
}

/** Where the run ends, why, and what would help. */
export function Verdict() {
  const losses = history.value?.losses;
  const { scaled, momentum, lr } = request.value;
  const { least, slow, steepest, gentlest } = surface.value;
  const [start, end] = [losses?.[0], losses?.at(-1)];
  if (start === undefined || end === undefined) return null;
  const fix = (changed: Parameters<typeof changeCurve>[0]): void => {
    changeCurve(changed);
    seek(0);
  };
  if (!(end <= start) || lr > turn.value) {
    return (
      <div class="advice advice-problem">
        <p>
          It flies apart: each step crosses the valley and lands higher on the other wall, where the slope is
          steeper, so the next goes further still. On these points that begins at a rate of{" "}
          <b>{rate(turn.value)}</b>.
        </p>
        <button type="button" onClick={() => fix({ lr: Number((turn.value / 4).toPrecision(1)) })}>
          Use rate {rate(Number((turn.value / 4).toPrecision(1)))}
        </button>
      </div>
    );
  }
  if (end <= least * close + 0.05) {
    return (
      <p class="verdict">
        It ends on the points: the loss is {end.toFixed(2)}, and no parabola comes below {least.toFixed(2)}.
      </p>
    );
  }
  const addMomentum = (): void => {
    const lr = Number((turningRate(surface.value, strongMomentum) / 2).toPrecision(2));
    fix({ momentum: strongMomentum, steps: Math.max(lastStep.value, 5000), lr });
  };
  const most = slow.map(Math.abs).indexOf(Math.max(...slow.map(Math.abs)));
  return (
    <div class="advice">
      <p>
        After {lastStep.value} steps the loss is {end.toFixed(1)}; the best is {least.toFixed(1)}. What is
        missing is mostly <b>{names[most]}</b>: along it the valley is{" "}
        {Math.round(steepest / gentlest).toLocaleString("en")} times flatter than across, and a rate that is
        safe across it creeps along it.
      </p>
      <div class="tools">
        {momentum === 0 && (
          <button type="button" onClick={addMomentum}>
            Add momentum
          </button>
        )}
        {!scaled && (
          <button type="button" onClick={() => fix(presets.scaled)}>
            Scale time
          </button>
        )}
      </div>
    </div>
  );
}
