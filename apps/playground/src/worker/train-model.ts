import { type Callback, fitRecipe, type Learner, recipeLearner, recipes } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import type { CallContext, RunSettings, TrainProgress, TrainRequest } from "./protocol.js";
import type { Session } from "./session.js";

/** Milliseconds between two reports of losses. */
const reportInterval = 40;

/** Trains a new network or goes on with the one there is; each is the session's from its first step on. */
export async function trainModel(
  session: Session,
  { settings, resume }: TrainRequest,
  context: CallContext<TrainProgress>,
): Promise<null> {
  const { signal } = context;
  const learner = (resume ? session.learner : null) ?? (await newLearner(session, settings, context));
  if (learner === null) return null;
  await fitRecipe(recipes[settings.recipe], learner, settings, { signal, callbacks: [reporting(context)] });
  const accuracy = learner.history.at(-1)?.metrics.accuracy ?? null;
  if (session.trained !== null && session.learner === learner) {
    session.trained = { ...session.trained, about: { ...session.trained.about, accuracy } };
  }
  return null;
}

/** Draws the data, then the weights, in the order of `mnist train`; null where aborted meanwhile. */
async function newLearner(
  session: Session,
  settings: RunSettings,
  context: CallContext<TrainProgress>,
): Promise<Learner | null> {
  try {
    const data = await session.data(settings, context);
    const recipe = recipes[settings.recipe];
    manualSeed(settings.seed);
    const learner = recipeLearner(recipe, data, settings);
    const about = { dataset: data.train.source, seed: settings.seed, accuracy: null };
    session.trained = { recipe, settings, model: learner.model, about };
    session.learner = learner;
    return learner;
  } catch (error) {
    if (context.signal.aborted) return null;
    throw error;
  }
}

function reporting({ report }: CallContext<TrainProgress>): Callback {
  let losses: number[] = [];
  let last = 0;
  return {
    async afterBatch({ training, loss, epoch, epochs, batch, batches }) {
      if (!training || loss === null) return;
      losses.push(await loss.item());
      const now = performance.now();
      if (now - last < reportInterval && batch < batches - 1) return;
      report({ kind: "batches", losses, epoch, epochs, batch: batch + 1, batches });
      losses = [];
      last = now;
    },
    afterEpoch({ history, epoch }) {
      const record = history.at(-1);
      if (record?.epoch === epoch) report({ kind: "epoch", record });
    },
  };
}
