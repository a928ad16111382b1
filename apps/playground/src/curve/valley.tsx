import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { colour, css, theme } from "../picture/theme.js";
import { useFrame } from "../picture/use-frame.js";
import { changeCurve, history, path, request, seek, surface, turned } from "./curve.js";
import { type Dials, toPlain, toScaled } from "./time-scale.js";

type Axis = 0 | 1 | 2;
const pairs: readonly (readonly [Axis, Axis])[] = [
  [0, 1],
  [1, 2],
  [0, 2],
];
const letters = ["a", "b", "c"] as const;

/** Levels of the loss, a band each; the loss grows by the same factor from one to the next. */
const bands = 14;
const cells = 200;

interface View {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** A part of the landscape with the start, the best place and some room around them. */
function viewOf([across, up]: readonly [Axis, Axis], start: Dials, best: Dials): View {
  const span = (axis: Axis): [number, number] => {
    const reach = Math.max(Math.abs(start[axis] - best[axis]), Math.abs(best[axis]) * 0.2, 0.5) * 1.35;
    return [best[axis] - reach, best[axis] + reach];
  };
  const [[left, right], [low, high]] = [span(across), span(up)];
  return { left, right, low, high };
}

/** The loss as a landscape over two of the dials, the third at its best for them, with the path walked; the ball can be thrown elsewhere. */
export function Valley() {
  const pair = useSignal(0);
  const held = useSignal<Dials | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [across, up] = pairs[pair.value]!;
  const start = (): Dials => {
    const [a = 0, b = 0, c = 0] = history.peek()?.parameters ?? [];
    return request.peek().scaled ? toScaled([a, b, c]) : [a, b, c];
  };
  const view = (): View => viewOf([across, up], start(), surface.peek().best);
  const paint = useFrame(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || history.peek() === null) return;
    const density = Math.min(devicePixelRatio, 2);
    const { clientWidth: width, clientHeight: height } = element;
    element.width = width * density;
    element.height = height * density;
    context.setTransform(density, 0, 0, density, 0, 0);
    paintValley(context, { width, height, across, up, view: view(), ball: held.peek() ?? turned.peek() });
  });
  useSignalEffect(() => {
    path.value;
    surface.value;
    held.value;
    pair.value;
    theme.value;
    paint();
  });
  useEffect(() => {
    const observer = new ResizeObserver(paint);
    if (canvas.current) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  const place = (event: PointerEvent & { currentTarget: HTMLElement }): Dials => {
    const box = event.currentTarget.getBoundingClientRect();
    const { left, right, low, high } = view();
    const moved: [number, number, number] = [...start()];
    moved[across] = left + ((event.clientX - box.left) / box.width) * (right - left);
    moved[up] = high - ((event.clientY - box.top) / box.height) * (high - low);
    return moved;
  };
  const throwBall = (to: Dials): void => {
    const [a, b, c] = request.peek().scaled ? toPlain(to) : to;
    changeCurve({ start: [a, b, c] });
    seek(0);
  };
  const nudge = (event: KeyboardEvent): void => {
    const { left, right, low, high } = view();
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const moved: [number, number, number] = [...start()];
    moved[across] += (by[0]! * (right - left)) / 24;
    moved[up] += (by[1]! * (high - low)) / 24;
    throwBall(moved);
  };
  return (
    <div class="valley">
      <div class="valley-ground">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: arrow keys are to reach the canvas itself */}
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-label={`The loss over ${letters[across]} and ${letters[up]}, a valley, with the path walked. Arrow keys move the start.`}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            held.value = place(event);
          }}
          onPointerMove={(event) => {
            if (held.value !== null) held.value = place(event);
          }}
          onPointerUp={() => {
            if (held.value !== null) throwBall(held.value);
            held.value = null;
          }}
          onPointerCancel={() => {
            held.value = null;
          }}
          onKeyDown={nudge}
        />
        <span class="valley-across">{letters[across]} →</span>
        <span class="valley-up">{letters[up]} ↑</span>
      </div>
      <fieldset class="choice" aria-label="Dials shown">
        {pairs.map(([one, other], index) => (
          <button
            key={index}
            type="button"
            aria-pressed={pair.value === index}
            onClick={() => {
              pair.value = index;
            }}
          >
            {letters[one]} and {letters[other]}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

interface Scene {
  readonly width: number;
  readonly height: number;
  readonly across: Axis;
  readonly up: Axis;
  readonly view: View;
  readonly ball: Dials;
}

function paintValley(
  context: CanvasRenderingContext2D,
  { width, height, across, up, view, ball }: Scene,
): void {
  const { left, right, low, high } = view;
  const { valley, best, least } = surface.peek();
  const free = (3 - across - up) as Axis;
  const x = (value: number): number => ((value - left) / (right - left)) * width;
  const y = (value: number): number => (1 - (value - low) / (high - low)) * height;
  const key = JSON.stringify([view, across, up, best, least, theme.peek()]);
  const picture = groundPicture(key, (i, j) => {
    const at: [number, number, number] = [...best];
    at[across] = left + (i / cells) * (right - left);
    at[up] = high - (j / cells) * (high - low);
    return Math.log(Math.max(valley(at, free) - least, 0) + 1);
  });
  context.clearRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  context.fillStyle = css(colour("ink"));
  const cross = 5;
  context.fillRect(x(best[across]) - cross, y(best[up]) - 0.75, 2 * cross, 1.5);
  context.fillRect(x(best[across]) - 0.75, y(best[up]) - cross, 1.5, 2 * cross);
  context.strokeStyle = css(colour("positive"));
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  for (const dials of path.peek()) {
    if (!Number.isFinite(dials[across] + dials[up])) break;
    context.lineTo(bounded(x(dials[across]), width), bounded(y(dials[up]), height));
  }
  context.stroke();
  if (path.peek().length < 80) {
    context.fillStyle = css(colour("positive"));
    for (const dials of path.peek()) {
      context.beginPath();
      context.arc(bounded(x(dials[across]), width), bounded(y(dials[up]), height), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
  if (!Number.isFinite(ball[across] + ball[up])) return;
  context.beginPath();
  context.arc(x(ball[across]), y(ball[up]), 8, 0, 2 * Math.PI);
  context.fillStyle = css(colour("positive"));
  context.strokeStyle = css(colour("sheet"));
  context.fill();
  context.stroke();
}

function bounded(value: number, size: number): number {
  return Math.min(Math.max(value, -4 * size), 5 * size);
}

/** The ground painted last: it is another only where the points, the start or the dials are. */
let ground: { readonly key: string; readonly picture: OffscreenCanvas } | null = null;

/** Bands of equal height on a scale of powers, the deepest the lightest. */
function groundPicture(key: string, level: (i: number, j: number) => number): OffscreenCanvas {
  if (ground?.key === key) return ground.picture;
  const image = new ImageData(cells, cells);
  const hue = colour("negative");
  const corners = [level(0, 0), level(cells, 0), level(0, cells), level(cells, cells)];
  const top = Math.max(...corners, 1e-9);
  for (let j = 0; j < cells; j++) {
    for (let i = 0; i < cells; i++) {
      const band = Math.floor((level(i + 0.5, j + 0.5) / top) * bands) / bands;
      image.data.set(hue, 4 * (j * cells + i));
      image.data[4 * (j * cells + i) + 3] = 6 + 150 * band ** 1.5;
    }
  }
  const picture = new OffscreenCanvas(cells, cells);
  picture.getContext("2d")?.putImageData(image, 0, 0);
  ground = { key, picture };
  return picture;
}
