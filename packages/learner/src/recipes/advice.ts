import type { EpochRecord } from "../epoch-record.js";
import type { TrainingSettings } from "./recipe.js";

/** What may help a run, with a change of settings that tries it. */
export interface Advice {
  readonly isProblem: boolean;
  readonly text: string;
  readonly change?: SettingsChange;
}

/** Training settings, and how many pictures to train on. */
export type SettingsChange = Partial<TrainingSettings> & { readonly pictures?: number };

/** What a run shows so far. */
export interface RunSigns {
  readonly recipe: string;
  readonly settings: TrainingSettings;
  /** Settings that are known to work. */
  readonly defaults: TrainingSettings;
  /** No larger rate is advised, as for optimisers that size their steps by themselves; none unless said. */
  readonly highestRate?: number;
  readonly epochs: readonly EpochRecord[];
  readonly isOver: boolean;
  /** Losses of batches, where they are at hand: they tell sooner than epochs. */
  readonly losses?: readonly number[];
  /** Share of scores, 0..1, that lie where the sigmoid is flat; see `flatShare`. */
  readonly flatShare?: number;
  /** Pictures that more could be drawn of. */
  readonly pictures?: number;
}

/** Losses that stay within this share of each other do not move. */
const still = 0.01;
/** A loss that ends at this many times the one it began with grew. */
const grown = 1.5;
/** Right answers below this share are worth a word. */
const poor = 0.6;
/** Scores on flat ground above this share hold learning up. */
const mostlyFlat = 0.8;
const mostPictures = 60_000;

/** A rate with one figure, so that it can be read. */
function round(rate: number): number {
  return Number(rate.toPrecision(1));
}

function isChance({ recipe }: RunSigns, { metrics: { accuracy = 0 } }: EpochRecord): boolean {
  return accuracy < (recipe === "threes-sevens" ? 0.5 : 0.1) + 0.15;
}

function diverged({ settings, defaults, epochs, losses = [] }: RunSigns): Advice | null {
  const all = [...losses, ...epochs.map(({ trainLoss }) => trainLoss)];
  if (all.every(Number.isFinite)) return null;
  return {
    isProblem: true,
    text: "The steps were too large: each overshot, the loss grew, and is no number any more.",
    change: { lr: round(Math.min(settings.lr / (settings.rawPixels ? 100 : 10), defaults.lr)) },
  };
}

/** A larger rate that is worth a try; null where there is none. */
function larger({
  settings: { lr },
  defaults,
  highestRate = Number.POSITIVE_INFINITY,
}: RunSigns): number | null {
  const rate = lr < defaults.lr ? defaults.lr : Math.min(round(lr * 5), highestRate);
  return rate > lr ? rate : null;
}

/** The model answers the same to everything: a flat sigmoid, or units that are all switched off. */
function stuck(signs: RunSigns): Advice | null {
  const { settings, defaults, epochs } = signs;
  const [last, before] = [epochs.at(-1), epochs.at(-2)];
  if (last === undefined || before === undefined) return null;
  if (!isChance(signs, last)) return null;
  if (settings.rawPixels) {
    return {
      isProblem: true,
      text: "It guesses: pixels up to 255 make scores so large, and first steps so long, that what comes after is flat.",
      change: { rawPixels: false },
    };
  }
  if (Math.abs(last.trainLoss - before.trainLoss) > still * before.trainLoss) return null;
  if (settings.lr <= defaults.lr) {
    const lr = larger(signs);
    const text = "Nothing moves: the steps may be too small.";
    return { isProblem: true, text, ...(lr !== null && { change: { lr } }) };
  }
  return {
    isProblem: true,
    text: "Nothing moves: a first step was so large that the network now answers the same to everything.",
    change: { lr: defaults.lr },
  };
}

function saturated({ recipe, settings, epochs, flatShare }: RunSigns): Advice | null {
  const last = epochs.at(-1);
  if (recipe !== "threes-sevens" || last === undefined || (last.metrics.accuracy ?? 1) > 0.9) return null;
  const isFlat = flatShare === undefined ? settings.rawPixels && epochs.length >= 3 : flatShare > mostlyFlat;
  if (!isFlat) return null;
  const text = settings.rawPixels
    ? "With pixels up to 255 most scores lie where the sigmoid is flat: only the few in between still learn."
    : "Most scores lie where the sigmoid is flat: only the few in between still learn.";
  return {
    isProblem: true,
    text,
    change: settings.rawPixels ? { rawPixels: false } : { lr: round(settings.lr / 10) },
  };
}

/** Steps that throw away what the ones before them found. */
function overshooting(signs: RunSigns): Advice | null {
  const { settings, defaults, epochs, highestRate = Number.POSITIVE_INFINITY } = signs;
  const [first, last] = [epochs[0], epochs.at(-1)];
  if (first === undefined || last === undefined) return null;
  if ((last.metrics.accuracy ?? 1) < poor && settings.lr > highestRate) {
    const text =
      "It gets little right: steps as large as these throw away much of what the ones before them found.";
    return { isProblem: true, text, change: { lr: defaults.lr } };
  }
  if (isChance(signs, last) && settings.lr >= 10 * defaults.lr) {
    const text = "It guesses: steps as large as these throw away what the ones before them found.";
    return { isProblem: true, text, change: { lr: defaults.lr } };
  }
  if (last.trainLoss < first.trainLoss * grown) return null;
  const text = "The loss is higher than at the start: the steps overshoot.";
  return { isProblem: true, text, change: { lr: round(settings.lr / 5) } };
}

function overfitting({ epochs, pictures }: RunSigns): Advice | null {
  const last = epochs.at(-1);
  if (last === undefined || epochs.length < 4) return null;
  const best = Math.min(...epochs.map(({ validLoss }) => validLoss));
  const stillLearning = last.trainLoss < epochs[epochs.length - 3]!.trainLoss;
  if (last.validLoss < best * 1.15 || !stillLearning) return null;
  const text =
    "It gets better at what it knows and worse at what it doesn’t: it is learning the pictures by heart.";
  if (pictures === undefined || pictures >= mostPictures / 2) return { isProblem: false, text };
  return { isProblem: false, text, change: { pictures: Math.min(pictures * 3, mostPictures) } };
}

function unfinished(signs: RunSigns): Advice | null {
  const { recipe, epochs, isOver } = signs;
  const [last, before] = [epochs.at(-1), epochs.at(-2)];
  if (!isOver || last === undefined || before === undefined || recipe === "digits-scalar") return null;
  const { accuracy = 1 } = last.metrics;
  const falls = last.trainLoss < before.trainLoss * (1 - still);
  if (!falls || accuracy > 0.95) return null;
  const faster = larger(signs);
  return {
    isProblem: false,
    text: `The loss was still falling at the end: go on for some more epochs${faster === null ? "." : ", or take larger steps."}`,
    ...(accuracy < poor && faster !== null && { change: { lr: faster } }),
  };
}

/**
 * The most pressing thing to say about a run, or null: a loss that is no number, steps too large or too small, flat
 * sigmoids and what 0..255 pixels do to them, learning by heart, stopping early.
 */
export function advise(signs: RunSigns): Advice | null {
  for (const look of [diverged, stuck, saturated, overshooting, overfitting, unfinished]) {
    const advice = look(signs);
    if (advice !== null) return advice;
  }
  return null;
}
