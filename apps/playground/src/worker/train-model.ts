import { calibrate, fitRecipe, type Learner, type Recipe, recipeLearner } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import { designedRecipe } from "./designed-recipe.js";
import { Gate } from "./gate.js";
import { firstWeights } from "./look.js";
import type { CallContext, Pace, TrainReport, TrainRequest } from "./protocol.js";
import { Reports } from "./reports.js";
import type { Session } from "./session.js";

/** The run under way. */
let current: { readonly gate: Gate; readonly learner: Learner } | null = null;

/** Trains a new network or goes on with the one there is; each is the session's from its first step on. */
export async function trainModel(
  session: Session,
  request: TrainRequest,
  context: CallContext<TrainReport>,
): Promise<null> {
  const { slot, settings, resume, from, held = false } = request;
  const reports = new Reports(settings, context.report);
  const learner =
    (resume ? session.networks.get(slot)?.learner : null) ??
    (await newLearner(session, request, context, reports));
  const network = session.networks.get(slot);
  if (learner === null || network === undefined) return null;
  const gate = new Gate(context.signal);
  if (held) gate.pace = "hold";
  gate.onChange = (isHeld) => reports.hold(isHeld);
  current = { gate, learner };
  network.isTrained = true;
  try {
    await fitRecipe(network.trained.recipe, learner, settings, {
      signal: context.signal,
      callbacks: [reports.callback, gate.callback],
      ...(from !== undefined && { resumeFrom: from }),
    });
  } finally {
    current = null;
    gate.open();
    reports.end();
    network.checked = null;
  }
  const accuracy = learner.history.at(-1)?.metrics.accuracy ?? null;
  const calibration = await calibrate(network.trained.recipe, learner);
  network.trained = {
    ...network.trained,
    ...(calibration && { calibration }),
    about: { ...network.trained.about, accuracy },
  };
  return null;
}

/** Draws the data, then the weights, in the order of `mnist train`; null where aborted meanwhile. */
async function newLearner(
  session: Session,
  { slot, settings }: TrainRequest,
  { signal }: CallContext<TrainReport>,
  reports: Reports,
): Promise<Learner | null> {
  try {
    const report = (done: number, count: number): void => reports.drawing(done, count);
    const data = await session.data(settings, { signal, report });
    const recipe: Recipe = designedRecipe(settings, data);
    manualSeed(settings.seed);
    const learner = recipeLearner(recipe, data, settings);
    const about = { dataset: data.train.source, seed: settings.seed, accuracy: null };
    session.networks.set(slot, {
      trained: { recipe, settings, model: learner.model, about },
      settings,
      learner,
      isTrained: false,
      isReady: false,
      start: await firstWeights(learner.model),
      checked: null,
    });
    return learner;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

export function setPace(pace: Pace): null {
  if (current !== null) current.gate.pace = pace;
  return null;
}

/** All that the run under way needs to go on elsewhere, bit for bit. */
export async function snapshotRun(): Promise<Uint8Array | null> {
  if (current === null) return null;
  const { gate, learner } = current;
  return gate.visit(() => learner.save());
}
