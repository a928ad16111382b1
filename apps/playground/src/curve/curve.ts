import { batch, computed, effect, signal } from "@preact/signals";
import { prefersStill } from "../picture/theme.js";
import { settings } from "../settings/settings.js";
import { client } from "../worker/client.js";
import type { CurveHistory } from "../worker/protocol.js";

/** How long the whole run plays, in milliseconds. */
const playTime = 8000;

/** The run by the settings, from its first step to its last. */
export const history = signal<CurveHistory | null>(null);
/** Where the player stands, 0..1; early steps, which change most, take more of it. */
export const position = signal(0);
export const isPlaying = signal(false);

export const lastStep = computed(() => (history.value === null ? 0 : history.value.losses.length - 1));
export const step = computed(() => Math.round(lastStep.value * position.value ** 3));

/** a, b and c at the step shown. */
export const parameters = computed(() => {
  const [a = 0, b = 0, c = 0] = history.value?.parameters.subarray(step.value * 3, step.value * 3 + 3) ?? [];
  return [a, b, c] as const;
});

export const loss = computed(() => history.value?.losses[step.value] ?? Number.NaN);

export function pause(): void {
  isPlaying.value = false;
}

export function seek(to: number): void {
  position.value = Math.min(Math.max(to, 0), 1);
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

const wanted = computed(() => {
  const { recipe, epochs, lr, seed } = settings.value;
  return recipe === "curve" ? JSON.stringify({ steps: epochs, lr, seed }) : null;
});

effect(() => {
  const asked = wanted.value;
  if (asked === null) return pause();
  void client.call("curve", JSON.parse(asked)).then((made) => {
    if (wanted.peek() !== asked) return;
    pause();
    batch(() => {
      history.value = made;
      position.value = 0;
    });
  });
});
