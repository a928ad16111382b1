import { computed, effect, signal } from "@preact/signals";
import { clear } from "../draw/drawing.js";
import { keepNetwork, networkChanged } from "../state/networks.js";
import { keepValue, keptValue } from "../state/store.js";
import { client } from "../worker/client.js";
import type { DrawingRead, Taught } from "../worker/protocol.js";

/** A digit that the person drew, and what it is. */
export interface HandSample {
  readonly pixels: Uint8Array;
  readonly truth: string;
  /** What the network read when it was drawn. */
  readonly read: string;
  readonly confidence: number;
}

export const wanted = 5;

export const samples = signal<readonly HandSample[]>([]);
/** How it does while it is taught, from before the first step on. */
export const lesson = signal<readonly Taught[]>([]);
export const isTeaching = signal(false);
export const handProblem = signal<string | null>(null);

/** What the network reads of each sample now. */
export const readings = computed(
  () => lesson.value.at(-1)?.readings.map(({ digit, confidence }) => ({ digit, confidence })) ?? [],
);

/** Takes the drawing as an example of a digit, and clears the pad for the next. */
export function addSample(read: DrawingRead, truth: string): void {
  const { digit, confidence } = read.reading;
  lesson.value = [];
  samples.value = [...samples.value, { pixels: read.pixels, truth, read: digit, confidence }];
  clear();
}

export function removeSample(place: number): void {
  lesson.value = [];
  samples.value = samples.value.filter((_, index) => index !== place);
}

/** Digits that were read wrongly and of which there are fewer than wanted, those with most mistakes first. */
export const asked = computed(() => {
  const wrong = new Map<string, number>();
  const drawn = new Map<string, number>();
  for (const { truth, read } of samples.value) {
    drawn.set(truth, (drawn.get(truth) ?? 0) + 1);
    if (truth !== read) wrong.set(truth, (wrong.get(truth) ?? 0) + 1);
  }
  return [...wrong.keys()]
    .filter((digit) => (drawn.get(digit) ?? 0) < wanted)
    .sort((a, b) => wrong.get(b)! - wrong.get(a)!)
    .map((digit) => ({ digit, drawn: drawn.get(digit) ?? 0 }));
});

/** Trains on the samples, here and now. */
export async function teach(): Promise<void> {
  if (isTeaching.value || samples.value.length === 0) return;
  isTeaching.value = true;
  handProblem.value = null;
  lesson.value = [];
  const pixels = new Uint8Array(samples.value.length * 784);
  for (const [place, sample] of samples.value.entries()) pixels.set(sample.pixels, place * 784);
  const labels = samples.value.map(({ truth }) => truth);
  const onProgress = (taught: Taught): void => {
    lesson.value = [...lesson.value, taught];
    networkChanged("digits");
  };
  try {
    const taught = await client.call("teach", { slot: "digits", pixels, labels }, { onProgress });
    lesson.value = [...lesson.value, taught];
    networkChanged("digits");
    await keepNetwork("digits");
  } catch (error) {
    handProblem.value = error instanceof Error ? error.message : String(error);
  }
  isTeaching.value = false;
}

/** Takes the network back to what it was before it was taught; the samples stay. */
export async function forgetLesson(): Promise<void> {
  await client.call("forget", "digits");
  lesson.value = [];
  networkChanged("digits");
  await keepNetwork("digits");
}

void keptValue<HandSample[]>("hand").then((kept) => {
  if (kept !== null && samples.value.length === 0) samples.value = kept;
  effect(() => {
    void keepValue("hand", samples.value);
  });
});
