import { batch, computed, effect, signal } from "@preact/signals";
import { prefersStill } from "../picture/theme.js";
import { noteQuery, onArrival, place, query } from "../state/route.js";
import { keepValue, keptValue } from "../state/store.js";
import { client } from "../worker/client.js";
import type { CurveHistory, CurveRequest } from "../worker/protocol.js";
import { formatCurve, parseCurve } from "./curve-link.js";
import { lossSurface, turningRate } from "./loss-surface.js";
import { presets } from "./presets.js";
import { type Dials, toScaled } from "./time-scale.js";

/** How long the whole run plays, in milliseconds. */
const playTime = 7000;

export const request = signal<CurveRequest>({ ...presets.scaled, seed: 42, speed: null, start: null });

export function changeCurve(changed: Partial<CurveRequest>): void {
  request.value = { ...request.value, ...changed };
}

/** The run by the settings, from its first step to its last. */
export const history = signal<CurveHistory | null>(null);
/** Where the player stands, 0..1; early steps, which change most, take more of it. */
export const position = signal(0);
export const isPlaying = signal(false);

export const lastStep = computed(() => (history.value === null ? 0 : history.value.losses.length - 1));
export const step = computed(() => Math.round(lastStep.value * position.value ** 2.5));

function dialsAt(made: CurveHistory | null, at: number): Dials {
  const [a = 0, b = 0, c = 0] = made?.parameters.subarray(at * 3, at * 3 + 3) ?? [];
  return [a, b, c];
}

/** a, b and c at the step shown, by the time as it is. */
export const dials = computed(() => dialsAt(history.value, step.value));
/** And those that learning turns, which are by the scaled time where that is chosen. */
export const turned = computed(() => (request.value.scaled ? toScaled(dials.value) : dials.value));
export const loss = computed(() => history.value?.losses[step.value] ?? Number.NaN);

/** Where learning has been, up to the step shown: three numbers a step. */
export const path = computed(() => {
  const made = history.value;
  if (made === null) return [];
  const every = Math.max(Math.ceil(step.value / 400), 1);
  const steps = Array.from({ length: Math.floor(step.value / every) + 1 }, (_, i) => i * every);
  if (steps.at(-1) !== step.value) steps.push(step.value);
  return steps.map((at) => (request.value.scaled ? toScaled(dialsAt(made, at)) : dialsAt(made, at)));
});

export const surface = computed(() => lossSurface(history.value?.speed ?? [1, 2, 3], request.value.scaled));
export const turn = computed(() => turningRate(surface.value, request.value.momentum));

export function pause(): void {
  isPlaying.value = false;
}

export function seek(to: number): void {
  position.value = Math.min(Math.max(to, 0), 1);
}

/** Goes to a step by its number. */
export function seekStep(to: number): void {
  pause();
  seek((Math.max(to, 0) / Math.max(lastStep.value, 1)) ** (1 / 2.5));
}

/** Plays to the end, from the start where it stands there; at once where motion is unwelcome. */
export function play(): void {
  if (position.value >= 1) position.value = 0;
  if (prefersStill.matches) {
    seek(1);
    return;
  }
  isPlaying.value = true;
  let before = performance.now();
  const frame = (now: number): void => {
    if (!isPlaying.value) return;
    seek(position.value + (now - before) / playTime);
    before = now;
    if (position.value >= 1) pause();
    else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

let controller = new AbortController();
let isTracing = false;

/** Has the run computed, the latest asked for last; the player keeps its place. */
async function trace(): Promise<void> {
  controller.abort();
  if (isTracing) return;
  isTracing = true;
  for (;;) {
    const asked = request.peek();
    controller = new AbortController();
    try {
      const made = await client.call("curve", asked, { signal: controller.signal });
      batch(() => {
        history.value = made;
      });
    } catch {
      // Aborted by a later wish, which the next round fulfils, or a new worker: the effect below asks again.
    }
    if (asked === request.peek()) break;
  }
  isTracing = false;
}

let isWatching = false;

/** Takes the run that the address asks for. */
function takeQuery(): void {
  const text = query.peek();
  if (place.peek().name !== "curve" || text === "" || text === formatCurve(request.peek())) return;
  request.value = parseCurve(text);
}

/** Computes the run now, and again whenever what decides it changes. */
export function watchCurve(): void {
  if (isWatching) return;
  isWatching = true;
  void keptValue<CurveRequest>("curve").then((kept) => {
    if (kept !== null) request.value = { ...request.peek(), ...kept };
    takeQuery();
    onArrival(takeQuery);
    effect(() => {
      void keepValue("curve", request.value);
      client.generation.value;
      void trace();
    });
    effect(() => {
      if (place.value.name === "curve") noteQuery(formatCurve(request.value));
    });
  });
}
