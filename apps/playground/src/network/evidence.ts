import type { DrawingRead, Look } from "../worker/protocol.js";

/** A hidden unit that is shown: how awake it is, and what it adds to each class's score. */
export interface ShownUnit {
  readonly unit: number;
  readonly strength: number;
  /** For each class; in the same units as the scores. */
  readonly adds: Float32Array;
}

/** What each unit of the only hidden layer adds to each score: answer × weight, [units][classes]. */
function unitEvidence(read: DrawingRead, look: Look): ShownUnit[] {
  const answers = read.answers[0]?.values ?? new Float32Array();
  const last = look.layers.at(-1);
  if (last === undefined || look.layers.length !== 2 || last.shape[1] !== answers.length) return [];
  const classes = last.shape[0]!;
  return Array.from(answers, (strength, unit) => ({
    unit,
    strength,
    adds: Float32Array.from(
      { length: classes },
      (_, row) => strength * last.weight[row * answers.length + unit]!,
    ),
  }));
}

/** The place among the classes of the digit read. */
export function answerPlace(read: DrawingRead, look: Look): number {
  return look.classes.indexOf(read.reading.digit);
}

/**
 * The units that matter most for the answer, by how much they add to or take from its score; those shown before stay in
 * their places where they still matter.
 */
export function strongestUnits(
  read: DrawingRead,
  look: Look,
  count: number,
  before: readonly (number | null)[],
): (ShownUnit | null)[] {
  const all = unitEvidence(read, look);
  const row = Math.max(answerPlace(read, look), 0);
  const ranked = [...all].sort((a, b) => Math.abs(b.adds[row]!) - Math.abs(a.adds[row]!));
  const chosen = new Set(ranked.slice(0, count).map(({ unit }) => unit));
  // A unit that matters a little less than the last chosen one keeps its place: pictures that jump can't be followed.
  const kept = new Set(ranked.slice(0, Math.ceil(count * 1.6)).map(({ unit }) => unit));
  const places = Array.from({ length: count }, (_, place) => {
    const unit = before[place] ?? null;
    return unit !== null && kept.has(unit) ? unit : null;
  });
  const free = [...chosen].filter((unit) => !places.includes(unit));
  return places.map((unit) => {
    const wanted = unit ?? free.shift();
    return wanted === undefined ? null : (all[wanted] ?? null);
  });
}

/** The pixels that speak loudest to a unit: ink × weight, the strongest first. */
export function loudestPixels(read: DrawingRead, look: Look, unit: number, count: number) {
  const weight = look.layers[0]?.weight.subarray(unit * 784, (unit + 1) * 784);
  if (weight === undefined) return [];
  const loud: { readonly pixel: number; readonly adds: number }[] = [];
  for (let pixel = 0; pixel < 784; pixel++) {
    const adds = (read.pixels[pixel]! / 255) * weight[pixel]!;
    if (adds !== 0) loud.push({ pixel, adds });
  }
  return loud.sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds)).slice(0, count);
}
