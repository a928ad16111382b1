import type { EpochRecord } from "@mnist/learner";
import type { Settings } from "../settings/permalink.js";

/** What may help a run, with a change of settings that tries it. */
export interface Advice {
  readonly isProblem: boolean;
  readonly text: string;
  readonly fix?: { readonly label: string; readonly settings: Partial<Settings> };
}

/** What a run shows so far. */
export interface RunSigns {
  readonly settings: Settings;
  readonly losses: readonly number[];
  readonly epochs: readonly EpochRecord[];
  readonly isOver: boolean;
}

/** Losses that stay within this share of each other do not move. */
const still = 0.01;
/** Right answers below this share are worth a word. */
const poor = 0.6;

/** A rate with one figure, so that it can be read. */
function round(rate: number): number {
  return Number(rate.toPrecision(1));
}

function useRate(lr: number): Advice["fix"] {
  return { label: `Use learning rate ${lr}`, settings: { lr } };
}

function diverged({ settings, losses }: RunSigns): Advice | null {
  if (losses.every(Number.isFinite)) return null;
  const lr = round(settings.lr / (settings.rawPixels ? 100 : 10));
  return {
    isProblem: true,
    text: "The steps were too large: each overshot, the loss grew, and is no number any more.",
    fix: useRate(lr),
  };
}

/** The model answers the same to everything: a flat sigmoid, or units that are all switched off. */
function stuck({ settings, epochs }: RunSigns): Advice | null {
  const [last, before] = [epochs.at(-1), epochs.at(-2)];
  if (last === undefined || before === undefined) return null;
  const chance = settings.recipe === "threes-sevens" ? 0.5 : 0.1;
  const flat = Math.abs(last.trainLoss - before.trainLoss) <= still * before.trainLoss;
  const guesses = (last.metrics.accuracy ?? 0) < chance + 0.15;
  if (!flat || !guesses) return null;
  if (settings.rawPixels) {
    return {
      isProblem: true,
      text: "Nothing moves: pixels up to 255 make scores so large that the slope there is flat, so no step leads away.",
      fix: { label: "Use pixels 0 to 1", settings: { rawPixels: false } },
    };
  }
  const usual = { "digits-scalar": 0.1, digits: 0.5, "threes-sevens": 1, curve: 1e-5 }[settings.recipe];
  if (settings.lr <= usual)
    return { isProblem: true, text: "Nothing moves: the steps may be too small.", fix: useRate(usual) };
  return {
    isProblem: true,
    text: "Nothing moves: a first step was so large that the network now answers the same to everything.",
    fix: useRate(usual),
  };
}

function saturated({ settings, epochs }: RunSigns): Advice | null {
  const last = epochs.at(-1);
  if (settings.recipe !== "threes-sevens" || !settings.rawPixels || epochs.length < 3 || last === undefined)
    return null;
  if ((last.metrics.accuracy ?? 1) > 0.9) return null;
  return {
    isProblem: true,
    text: "With pixels up to 255 most scores lie where the sigmoid is flat: only the few in between still learn.",
    fix: { label: "Use pixels 0 to 1", settings: { rawPixels: false } },
  };
}

function overfitting({ settings, epochs }: RunSigns): Advice | null {
  const last = epochs.at(-1);
  if (last === undefined || epochs.length < 4) return null;
  const best = Math.min(...epochs.map(({ validLoss }) => validLoss));
  const stillLearning = last.trainLoss < epochs[epochs.length - 3]!.trainLoss;
  if (last.validLoss < best * 1.15 || !stillLearning) return null;
  const text =
    "It gets better at what it knows and worse at what it doesn’t: it is learning the pictures by heart.";
  if (settings.data === "files" || settings.pictures >= 30_000) return { isProblem: false, text };
  const pictures = Math.min(settings.pictures * 3, 60_000);
  return { isProblem: false, text, fix: { label: `Use ${pictures} pictures`, settings: { pictures } } };
}

function unfinished({ settings, epochs, isOver }: RunSigns): Advice | null {
  const [last, before] = [epochs.at(-1), epochs.at(-2)];
  if (!isOver || last === undefined || before === undefined || settings.recipe === "digits-scalar")
    return null;
  const falls = last.trainLoss < before.trainLoss * 0.97;
  if (!falls || (last.metrics.accuracy ?? 1) > 0.95) return null;
  const isSlow = (last.metrics.accuracy ?? 1) < poor;
  return {
    isProblem: false,
    text: "The loss was still falling at the end: go on for some more epochs, or take larger steps.",
    ...(isSlow && { fix: useRate(round(settings.lr * 5)) }),
  };
}

/** The most pressing thing to say about a run, or nothing. */
export function advise(signs: RunSigns): Advice | null {
  for (const look of [diverged, stuck, saturated, overfitting, unfinished]) {
    const advice = look(signs);
    if (advice !== null) return advice;
  }
  return null;
}
