import { breathe, type Reading } from "@mnist/learner";
import { answer, type Checked, inputOf, readingsOf } from "./network.js";
import type { Check, ReadPicture } from "./protocol.js";
import type { RunSettings, Slot } from "./run-settings.js";
import type { Session } from "./session.js";

const size = 784;
const batchSize = 250;
const mostMistakes = 24;
const mostInCell = 40;
/** Parts of the scale 0..10 that outputs are counted in. */
const bins = 40;

/** How the network does on digits it has not learned from. */
export async function checkNetwork(
  session: Session,
  slot: Slot,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<Check | null> {
  const network = session.networks.get(slot);
  const images = await session.checks(slot, settings, signal);
  if (network === undefined || images === null) return null;
  const started = performance.now();
  const { trained } = network;
  const { classes } = images;
  const count = images.labels.length;
  const answers = new Uint8Array(count);
  const confidences = new Float32Array(count);
  const spread =
    trained.recipe.name === "digits-scalar" ? classes.map(() => Array<number>(bins).fill(0)) : null;
  const note = (index: number, { digit, confidence }: Reading): void => {
    answers[index] = classes.indexOf(digit);
    confidences[index] = confidence;
  };
  for (let start = 0; start < count; start += batchSize) {
    const output = answer(
      trained,
      inputOf(trained, images.images.subarray(start * size, (start + batchSize) * size)),
    );
    const readings = await readingsOf(trained, output);
    for (const [row, reading] of readings.entries()) note(start + row, reading);
    if (spread !== null) {
      (await output.sigmoid().data()).forEach((share, row) => {
        spread[images.labels[start + row]!]![Math.min(Math.floor(share * bins), bins - 1)]!++;
      });
    }
    await breathe();
  }
  const confusion = classes.map(() => classes.map(() => 0));
  for (let index = 0; index < count; index++) confusion[images.labels[index]!]![answers[index]!]!++;
  const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
  const checked: Omit<Checked, "check"> = { images, answers, confidences };
  const wrong = places(checked, (truth, read) => truth !== read);
  const check: Check = {
    slot,
    source: images.source,
    classes,
    count,
    accuracy: right / Math.max(count, 1),
    confusion,
    mistakes: wrong.slice(0, mostMistakes).map((index) => pictureAt(checked, index)),
    spread: spread?.map(shares) ?? null,
    milliseconds: performance.now() - started,
  };
  network.checked = { ...checked, check };
  return check;
}

type Answered = Omit<Checked, "check">;

/** The pictures of a kind, those that the network was surest of first. */
function places({ images, answers, confidences }: Answered, is: (truth: number, read: number) => boolean) {
  return [...answers.keys()]
    .filter((index) => is(images.labels[index]!, answers[index]!))
    .sort((a, b) => confidences[b]! - confidences[a]!);
}

export function pictureAt({ images, answers, confidences }: Answered, index: number): ReadPicture {
  return {
    pixels: images.images.slice(index * size, (index + 1) * size),
    truth: images.classes[images.labels[index]!]!,
    read: images.classes[answers[index]!]!,
    confidence: confidences[index]!,
  };
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / Math.max(total, 1));
}

/** The pictures in one cell of the latest check's confusion table. */
export function picturesInCell(session: Session, slot: Slot, truth: string, read: string): ReadPicture[] {
  const checked = session.networks.get(slot)?.checked;
  if (!checked) return [];
  const [row, column] = [checked.images.classes.indexOf(truth), checked.images.classes.indexOf(read)];
  return places(checked, (label, answer) => label === row && answer === column)
    .slice(0, mostInCell)
    .map((index) => pictureAt(checked, index));
}
