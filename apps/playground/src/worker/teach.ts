import { type DigitImages, ImageDataset, strokes } from "@mnist/data";
import { breathe } from "@mnist/learner";
import { SGD } from "@mnist/nn/optim";
import { fromData, manualSeed } from "@mnist/tensor";
import { shifted } from "../inside/shifted.js";
import { answer, inputOf, inUse, type Network } from "./network.js";
import type { CallContext, Taught, TeachRequest } from "./protocol.js";
import type { Session } from "./session.js";

const size = 784;
const steps = 60;
/** Drawn digits that go along with the hand's in every step, so that nothing known is lost. */
const reminders = 48;
const hands = 24;
const rate = 0.05;
/** How far the hand's digits are shifted about, in pixels. */
const shift = 1;

/** The networks as they were before they were taught. */
const before = new WeakMap<Network, ReturnType<Network["trained"]["model"]["stateDict"]>>();

/** Trains on the person's own digits, mixed with drawn ones, and tells after every few steps how it does on both. */
export async function teachHand(
  session: Session,
  { slot, pixels, labels }: TeachRequest,
  { signal, report }: CallContext<Taught>,
): Promise<Taught> {
  const network = session.networks.get(slot);
  if (network === undefined) throw new Error("There is no network to teach yet.");
  const { trained } = network;
  const { model, recipe } = trained;
  if (!before.has(network)) {
    const state = model.stateDict();
    before.set(
      network,
      Object.fromEntries(Object.entries(state).map(([name, value]) => [name, value.clone()])),
    );
  }
  manualSeed(1);
  const known = strokes({ count: 4000, seed: 7 });
  const others = strokes({ count: 1000, seed: 8 });
  const targets = labels.map((label) => recipe.classes.indexOf(label));
  const measure = async (): Promise<Taught> => {
    const readings = await recipe.read(answer(trained, inputOf(trained, pixels)));
    const right = readings.filter(({ digit }, i) => digit === labels[i]).length;
    return { hand: right / labels.length, others: await shareRight(trained, others), readings };
  };
  const optimizer = new SGD(model.parameters(), { lr: rate });
  const lessons = new ImageDataset(known, recipe.imageOptions);
  for (let step = 0; step < steps && !signal.aborted; step++) {
    const own = pick(hands, (i) => (step * hands + i) % labels.length);
    const [x, y] = mixed(pixels, targets, own, lessons.source, step);
    inUse(model, () => {
      const loss = recipe.lossFunction(model(inputOf(trained, x)), fromData(y, [y.length]));
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
    });
    if (step % 6 === 5) report(await measure());
    await breathe();
  }
  network.checked = null;
  return measure();
}

function pick(count: number, place: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => place(i));
}

/** A batch of the hand's digits, shifted a little, and of drawn ones. */
function mixed(
  pixels: Uint8Array,
  targets: readonly number[],
  own: readonly number[],
  known: DigitImages,
  step: number,
): [Uint8Array, Int32Array] {
  const x = new Uint8Array((own.length + reminders) * size);
  const y = new Int32Array(own.length + reminders);
  own.forEach((index, row) => {
    const [dx, dy] = [((step + row) % 3) - shift, ((step + 2 * row + (row >> 1)) % 3) - shift];
    x.set(shifted(pixels.subarray(index * size, (index + 1) * size), dx, dy), row * size);
    y[row] = targets[index]!;
  });
  for (let i = 0; i < reminders; i++) {
    const index = (step * reminders + i) % known.labels.length;
    x.set(known.images.subarray(index * size, (index + 1) * size), (own.length + i) * size);
    y[own.length + i] = known.labels[index]!;
  }
  return [x, y];
}

async function shareRight(trained: Network["trained"], images: DigitImages): Promise<number> {
  const readings = await trained.recipe.read(answer(trained, inputOf(trained, images.images)));
  const right = readings.filter(({ digit }, i) => digit === images.classes[images.labels[i]!]).length;
  return right / images.labels.length;
}

/** Takes a network back to what it was before it was taught. */
export function forgetHand(session: Session, slot: TeachRequest["slot"]): null {
  const network = session.networks.get(slot);
  const state = network === undefined ? undefined : before.get(network);
  if (network !== undefined && state !== undefined) {
    network.trained.model.loadStateDict(state);
    network.checked = null;
  }
  return null;
}
