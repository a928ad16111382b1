import { noGradNow } from "@mnist/autograd/internal";
import type { StateDict } from "@mnist/nn";
import { ArgumentError, defaultGenerator, Generator } from "@mnist/tensor";
import type { AnyLoaders } from "../data-loaders.js";
import type { CallbackState, CallbackTraits } from "../events.js";
import type { AnyTraining } from "../training.js";
import { frozenIn, numbered } from "./describe-learner.js";
import type { FitState, SavedFit, TrainingState } from "./training-state.js";

/** The generator that a loader or a sampler has of its own. */
function ownGenerator(owner: unknown): Generator | null {
  const isOwner = typeof owner === "object" && owner !== null && "generator" in owner;
  return isOwner && owner.generator instanceof Generator ? owner.generator : null;
}

/** The random streams that a training draws from, by what draws from them. */
export function generatorsOf({ train, valid }: AnyLoaders): Record<string, Generator> {
  const found: Record<string, Generator> = { default: defaultGenerator };
  for (const [name, loader] of Object.entries({ train, valid })) {
    const { sampler, batchSampler } = loader ?? {};
    const inner = batchSampler && "sampler" in batchSampler ? batchSampler.sampler : null;
    for (const [part, owner] of Object.entries({ loader, sampler, batches: inner })) {
      const generator = ownGenerator(owner);
      if (generator !== null) found[`${name} ${part}`] = generator;
    }
  }
  return found;
}

/** Callbacks that have a state, by name. */
export function statefulOf(callbacks: readonly CallbackTraits[]): [string, CallbackTraits][] {
  return numbered(callbacks.filter((callback) => callback.stateDict !== undefined));
}

/** Copies all that the rest of the training depends on. @throws ArgumentError within a batch or a validation. */
export function captureState(learner: AnyTraining, run: SavedFit | null): TrainingState {
  const optimizer = learner.optimizer?.stateDict() ?? null;
  const random = Object.entries(generatorsOf(learner.loaders)).map(([name, generator]) => [
    name,
    generator.getState(),
  ]);
  return {
    model: copied(learner.model.stateDict()),
    optimizer: optimizer && { ...optimizer, tensors: copied(optimizer.tensors) },
    random: Object.fromEntries(random),
    history: [...learner.history],
    fit: run && captureFit(run),
  };
}

function copied(state: Readonly<StateDict>): StateDict {
  return noGradNow(() =>
    Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor.clone()])),
  );
}

function captureFit({ context, callbacks, pass, untold }: SavedFit): FitState {
  const { position, epochs, step, history, learner } = context;
  if (position === null) {
    throw new ArgumentError({
      operation: "learner.save",
      got: "a call within a batch or a validation",
      expected: "one between two batches of training or two epochs",
      hint: "Call it at afterBatch or afterEpoch, where context.position is not null, from a callback of order 1000.",
    });
  }
  const late = untold.find(({ stateDict }) => stateDict !== undefined);
  if (late !== undefined) {
    throw new ArgumentError({
      operation: "learner.save",
      got: `a call before ${late.name ?? "a callback that has a state"} was told of what has ended`,
      expected: "one after all callbacks that have a state",
      hint: "Try order: 1000 for the callback that saves.",
    });
  }
  const states = statefulOf(callbacks).map(([name, callback]) => [name, copiedState(callback)]);
  return {
    epochs,
    batches: learner.loaders.train.length,
    position,
    step,
    finished: history.length,
    frozen: frozenIn(learner.model),
    pass: pass && { ...pass.drawn, losses: pass.losses.values(), seconds: pass.seconds },
    callbacks: Object.fromEntries(states),
  };
}

function copiedState(callback: CallbackTraits): CallbackState {
  const { values, tensors = {} } = callback.stateDict?.() ?? {};
  return { ...(values !== undefined && { values }), tensors: copied(tensors) };
}
