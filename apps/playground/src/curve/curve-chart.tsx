import { useSignal } from "@preact/signals";
import { ticks } from "../chart/plot-axes.js";
import { changeCurve, dials, history, step } from "./curve.js";

const [width, height] = [560, 400];
const room = { left: 38, right: 10, top: 12, bottom: 30 };
const [plotWidth, plotHeight] = [width - room.left - room.right, height - room.top - room.bottom];

/** Twenty points that can be dragged, the curve at the step shown, and its misses as thin lines. */
export function CurveChart() {
  const dragged = useSignal<{ readonly low: number; readonly high: number } | null>(null);
  const made = history.value;
  const speed = made?.speed ?? [];
  const [a, b, c] = dials.value;
  const first = made?.parameters;
  const [least, most] = [Math.min(...speed, 0), Math.max(...speed, 100)];
  // The scale stands still while a point is dragged.
  const { low, high } = dragged.value ?? { low: least - 18, high: most + 14 };
  const x = (time: number): number => room.left + (plotWidth * (time + 0.5)) / 20;
  const y = (value: number): number => room.top + plotHeight * (1 - (value - low) / (high - low));
  const at = (time: number): number => a * time * time + b * time + c;
  const line = (p: number, q: number, r: number): string =>
    Array.from({ length: 78 }, (_, i) => {
      const time = -0.25 + i / 4;
      return `${i === 0 ? "M" : "L"}${x(time).toFixed(1)} ${clip(y(p * time * time + q * time + r)).toFixed(1)}`;
    }).join("");
  const move = (index: number, value: number): void => {
    const moved = [...speed];
    moved[index] = Math.min(Math.max(value, low), high);
    // As an address and a program write them, so that they have the same run.
    changeCurve({ speed: moved.map((each) => Number(each.toFixed(2))) });
  };
  const drag = (index: number) => (event: PointerEvent & { currentTarget: SVGElement }) => {
    if (dragged.value === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    const level = ((event.clientY - box.top) / box.height) * height;
    move(index, low + (1 - (level - room.top) / plotHeight) * (high - low));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      class="curve-chart"
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={`Twenty points and the curve at step ${step.value}: ${a.toFixed(2)} t² + ${b.toFixed(2)} t + ${c.toFixed(2)}`}
    >
      {ticks(low, high, 5).map((value) => (
        <g key={value}>
          <line class="axis" x1={room.left} x2={width - room.right} y1={y(value)} y2={y(value)} />
          <text x={room.left - 8} y={y(value)} class="tick tick-left">
            {value}
          </text>
        </g>
      ))}
      {[0, 5, 10, 15].map((time) => (
        <text key={time} x={x(time)} y={height - 10} class="tick tick-below">
          {time}
        </text>
      ))}
      <text x={width - room.right} y={height - 10} class="tick tick-end">
        time
      </text>
      <clipPath id="curve-room">
        <rect x={room.left} y={0} width={plotWidth} height={room.top + plotHeight} />
      </clipPath>
      <g clip-path="url(#curve-room)">
        {Number.isFinite(a + b + c) &&
          speed.map((value, time) => (
            <line key={time} class="miss" x1={x(time)} x2={x(time)} y1={y(value)} y2={clip(y(at(time)))} />
          ))}
        {first !== undefined && <path class="curve-start" d={line(first[0]!, first[1]!, first[2]!)} />}
        {Number.isFinite(a + b + c) && <path class="curve-line" d={line(a, b, c)} />}
      </g>
      {speed.map((value, time) => (
        <g
          key={time}
          class="curve-point"
          role="slider"
          tabindex={0}
          aria-label={`Speed at time ${time}`}
          aria-orientation="vertical"
          aria-valuenow={Math.round(value)}
          aria-valuemin={Math.round(low)}
          aria-valuemax={Math.round(high)}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            dragged.value = { low, high };
          }}
          onPointerMove={drag(time)}
          onPointerUp={() => {
            dragged.value = null;
          }}
          onPointerCancel={() => {
            dragged.value = null;
          }}
          onKeyDown={(event) => {
            const by = { ArrowUp: 2, ArrowDown: -2, PageUp: 10, PageDown: -10 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            move(time, value + by);
          }}
        >
          <circle class="curve-reach" cx={x(time)} cy={y(value)} r="14" />
          <circle cx={x(time)} cy={y(value)} r="5" />
        </g>
      ))}
    </svg>
  );
}

/** A curve may leave the chart by far: its line need not be drawn to where it is. */
function clip(level: number): number {
  return Math.min(Math.max(level, -height), 2 * height);
}
