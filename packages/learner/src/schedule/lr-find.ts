import { initialLrOf, setInitialLr } from "@mnist/nn/optim";
import { ArgumentError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import { evaluating } from "../evaluating.js";
import { type AnyCallback, type CallbackTraits, cancelFit, cancelValidate } from "../events.js";
import { captureState } from "../state/capture-state.js";
import { restoreState } from "../state/restore-state.js";
import type { AnyTraining } from "../training.js";
import { SmoothLoss } from "./smooth-loss.js";
import { type LrSuggestions, minimum, steep, valley } from "./suggest-lr.js";

export interface LrFindOptions {
  /** The first learning rate. @default 1e-7 */
  readonly startLr?: number;
  /** The last one. @default 10 */
  readonly endLr?: number;
  /** Batches from the one to the other. @default 100 */
  readonly steps?: number;
  /** End when the loss is four times the best one, or no longer a number. @default true */
  readonly stopDiverging?: boolean;
  readonly signal?: AbortSignal;
}

/** What `lrFind` saw. */
export interface LrFinding {
  /** The learning rate of each batch. */
  readonly lrs: readonly number[];
  /** The smoothed loss at each. */
  readonly losses: readonly number[];
  readonly suggestions: LrSuggestions;
}

const divergence = 4;
/** Batches at the end that no suggestion looks at. */
const skippedEnd = 5;

/** A learner as it is searched. */
interface Searchable<Callback extends CallbackTraits> extends AnyTraining {
  readonly callbacks: Callback[];
  fit(
    epochs: number,
    lr: number,
    options: { readonly callbacks: readonly AnyCallback[]; readonly signal?: AbortSignal },
  ): Promise<unknown>;
}

/** Trains on batches with a rising learning rate, then puts everything back as it was. */
export async function findLr<Callback extends CallbackTraits>(
  learner: Searchable<Callback>,
  options: LrFindOptions = {},
): Promise<LrFinding> {
  checkOptions<LrFindOptions>("lrFind", options, {
    startLr: null,
    endLr: null,
    steps: null,
    stopDiverging: null,
    signal: null,
  });
  const { startLr = 1e-7, endLr = 10, steps = 100, stopDiverging = true, signal } = options;
  const { length } = learner.loaders.train;
  if (!(startLr > 0 && endLr > startLr && Number.isInteger(steps) && steps > 0) || length === 0) {
    throw new ArgumentError({
      operation: "lrFind",
      got: `rates from ${startLr} to ${endLr} in ${steps} steps over ${length} batches`,
      expected: "rising rates above 0 in a whole number of steps, over at least one batch",
    });
  }
  const lrs: number[] = [];
  const losses: number[] = [];
  const average = new SmoothLoss();
  const searching: AnyCallback = {
    name: "LrFinder",
    order: 1000, // after a schedule, whose rates would be those that are trained with
    beforeBatch({ training, learner: { optimizer } }) {
      if (!training) return;
      const lr = startLr * (endLr / startLr) ** (lrs.length / steps);
      lrs.push(lr);
      for (const group of optimizer?.paramGroups ?? []) group.lr = lr;
    },
    async afterBatch({ training, loss }) {
      if (!training || loss === null) return;
      const latest = average.add(await loss.item());
      losses.push(latest);
      const best = Math.min(...losses);
      const hasDiverged = !(latest <= best + (divergence - 1) * Math.abs(best));
      if ((stopDiverging && hasDiverged) || lrs.length >= steps) throw cancelFit();
    },
    beforeValidate() {
      throw cancelValidate();
    },
  };
  await undone(learner, () =>
    learner.fit(Math.ceil(steps / length), startLr, { callbacks: [searching], ...(signal && { signal }) }),
  );
  return { lrs: lrs.slice(0, losses.length), losses, suggestions: suggest(lrs, losses, steps) };
}

function suggest(lrs: readonly number[], losses: readonly number[], steps: number): LrSuggestions {
  const end = losses.length - skippedEnd;
  const start = Math.floor(steps / 10);
  const seen = losses.slice(start, Math.max(end, start));
  const broken = seen.findIndex((loss) => Number.isNaN(loss));
  const kept = broken === -1 ? seen : seen.slice(0, broken);
  const rates = lrs.slice(start, start + kept.length);
  return { valley: valley(rates, kept), steep: steep(rates, kept), minimum: minimum(rates, kept) };
}

/** Does some training, without the callbacks that only look on, and puts everything back as it was. */
async function undone<Callback extends CallbackTraits>(
  learner: Searchable<Callback>,
  train: () => Promise<unknown>,
): Promise<void> {
  const before = captureState(learner, null);
  const restoreModes = evaluating(learner.model);
  const restoreParameters = withoutGradients(learner);
  const callbacks = [...learner.callbacks];
  learner.callbacks.splice(0, callbacks.length, ...callbacks.filter((each) => each.isObserver !== true));
  try {
    await train();
  } finally {
    learner.callbacks.splice(0, learner.callbacks.length, ...callbacks);
    restoreState(learner, before, "lrFind");
    restoreModes();
    restoreParameters();
  }
}

/** Sets gradients aside; answers what puts them back, with what else no state holds of parameters and their rates. */
function withoutGradients({ model, optimizer }: AnyTraining): () => void {
  const parameters = model.parameters().map((each) => [each, each.grad, each.requiresGrad] as const);
  const rates = (optimizer?.paramGroups ?? []).map((group) => [group, initialLrOf(group)] as const);
  model.zeroGrad();
  return () => {
    for (const [parameter, gradient, requiresGrad] of parameters) {
      parameter.requiresGrad_(requiresGrad);
      parameter.grad = gradient;
    }
    for (const [group, lr] of rates) setInitialLr(group, lr);
  };
}
