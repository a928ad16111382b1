import { FileError } from "@mnist/data";
import type { StateDict } from "@mnist/nn";
import type { Optimizer, OptimizerState, ParameterGroup } from "@mnist/nn/optim";
import type { CallbackTraits } from "../events.js";
import type { AnyTraining } from "../training.js";
import { captureState, generatorsOf, statefulOf } from "./capture-state.js";
import type { FitState, PassState, SavedFit, TrainingState } from "./training-state.js";

/**
 * Puts a learner, and where given the fit that goes on, into a state.
 *
 * @throws DataError naming the file where the state is another learner's; the learner is then as it was.
 */
export function restoreState(
  learner: AnyTraining,
  state: TrainingState,
  file: string,
  run: SavedFit | null = null,
): void {
  const before = captureState(learner, null);
  try {
    checkModel(learner.model.stateDict(), state.model);
    if (run !== null) restoreFit(run, state);
    apply(learner, state);
    if (run !== null) freeze(learner, state.fit?.frozen ?? null);
  } catch (cause) {
    apply(learner, before);
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new FileError(
      {
        file,
        got: `a state that does not fit (${message})`,
        expected: "one of this model, optimiser, data and callbacks",
      },
      { cause },
    );
  }
}

function refuse(got: string, expected: string): never {
  throw new Error(`got ${got}, expected ${expected}`);
}

/** `loadStateDict` would also take values of another type. */
export function checkModel(own: Readonly<StateDict>, given: Readonly<StateDict>): void {
  for (const [name, tensor] of Object.entries(given)) {
    const dtype = own[name]?.dtype ?? tensor.dtype;
    if (dtype !== tensor.dtype) refuse(`${tensor.dtype} for ${name}`, dtype);
  }
}

function apply(learner: AnyTraining, { model, optimizer, random, history }: TrainingState): void {
  learner.model.loadStateDict(model);
  if (optimizer === null) learner.optimizer = null;
  else {
    learner.optimizer ??= learner.createOptimizer(Number(optimizer.paramGroups[0]?.settings.lr));
    checkOptimizer(learner.optimizer, optimizer);
    learner.optimizer.loadStateDict(optimizer);
  }
  const generators = generatorsOf(learner.loaders);
  const [own, given] = [generators, random].map((each) => Object.keys(each).sort().join(", "));
  if (own !== given) refuse(`the random streams ${given}`, String(own));
  for (const [name, generator] of Object.entries(generators)) generator.setState(random[name]!);
  learner.history.splice(0, learner.history.length, ...history);
}

function kindOf(setting: unknown): string {
  return Array.isArray(setting) ? `[${setting.map(kindOf).join(", ")}]` : typeof setting;
}

function checkOptimizer(optimizer: Optimizer, { paramGroups, steps }: OptimizerState): void {
  const own = optimizer.paramGroups.map(
    ({ parameters: _parameters, ...settings }: ParameterGroup) => settings,
  );
  paramGroups.forEach(({ settings }, i) => {
    for (const name of new Set([...Object.keys(own[i] ?? {}), ...Object.keys(settings)])) {
      const [given, expected] = [kindOf(settings[name]), kindOf(Reflect.get(own[i] ?? {}, name))];
      if (given !== expected) refuse(`an optimiser whose ${name} is ${given}`, `${expected}`);
    }
  });
  const count = optimizer.paramGroups.reduce((sum, { parameters }) => sum + parameters.length, 0);
  const outside = Object.keys(steps).find((number) => !(Number(number) < count));
  if (outside !== undefined) refuse(`steps of parameter ${outside}`, `parameters 0 to ${count - 1}`);
}

/** Callbacks may freeze parameters or thaw them on the way. */
function freeze({ model }: AnyTraining, frozen: readonly string[] | null): void {
  if (frozen === null) return;
  for (const [name, parameter] of model.namedParameters()) parameter.requiresGrad_(!frozen.includes(name));
}

function restoreFit({ context, callbacks }: SavedFit, { fit, history }: TrainingState): void {
  if (fit === null) refuse("a state saved between two fits, which learner.load takes", "a fit under way");
  const { learner } = context;
  const { train } = learner.loaders;
  if (fit.batches !== train.length) {
    refuse(
      `epochs of ${fit.batches} batches`,
      `${train.length}, as batchSize and the training data make them`,
    );
  }
  if (fit.pass !== null) checkPass(fit.pass, train.sampler.length, train.dataset.length, fit);
  restoreCallbacks(callbacks, fit);
  context.step = fit.step;
  context.history.splice(0, context.history.length, ...history.slice(history.length - fit.finished));
}

function checkPass(
  { order, ends, losses }: PassState,
  length: number,
  samples: number,
  { position }: FitState,
): void {
  if (ends === undefined && order.length !== length)
    refuse(`an order of ${order.length} samples`, `${length}`);
  const outside = order.find((index) => index < 0 || index >= samples);
  if (outside !== undefined) refuse(`sample ${outside} in the order`, `samples 0 to ${samples - 1}`);
  const shape = losses?.shape ?? [0];
  if (shape.length !== 1 || shape[0]! > position.batch) {
    refuse(`losses of shape [${shape.join(", ")}]`, `at most one for each of ${position.batch} batches`);
  }
}

/** What writes down how a fit goes, or ends it, has no part in its steps: one that goes on may do without. */
const dispensable = /^(?:CSVLogger|JSONLLogger|EarlyStopping)(?: \d+)?$/;

function restoreCallbacks(callbacks: readonly CallbackTraits[], fit: FitState): void {
  const stateful = new Map(statefulOf(callbacks));
  for (const [name, state] of Object.entries(fit.callbacks)) {
    const callback = stateful.get(name);
    if (callback === undefined && !dispensable.test(name))
      refuse(`a state of the callback ${name}`, "callbacks that are part of this fit");
    callback?.loadStateDict?.(state);
  }
}
