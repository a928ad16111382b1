import type { DataLoader } from "@mnist/data";
import { type AnyModule, Module } from "@mnist/nn";
import type { Optimizer } from "@mnist/nn/optim";
import type { AnyLoaders } from "../data-loaders.js";
import { deviceOf } from "../device-of.js";
import type { CallbackTraits, PlannedFit } from "../events.js";
import type { Json } from "./json.js";

/** What decides how a fit goes, by name: a saved one goes on where all of it is the same. */
export type Description = Readonly<Record<string, Json>>;

/** What a learner is made of, beside its data. */
export function describeLearner({
  model,
  lossFunction,
  compile,
  loaders: { train, valid },
}: {
  readonly model: AnyModule;
  readonly lossFunction: unknown;
  readonly compile: boolean;
  readonly loaders: AnyLoaders;
}): Description {
  const loss = nameOfLoss(lossFunction);
  return {
    model: String(model).split("\n"),
    ...(loss !== null && { loss }),
    device: deviceOf(model).name, // another kind rounds elsewhere, and
    compile, // so do sums that are recorded
    order: orderOf(train),
    ...(valid !== null && { validationOrder: orderOf(valid) }),
  };
}

/** Minifiers' names say nothing: they are another's in the next build. */
const shortest = 3;

function nameOfLoss(lossFunction: unknown): string | null {
  if (lossFunction instanceof Module) return String(lossFunction);
  const name = typeof lossFunction === "function" ? lossFunction.name : "";
  return name.length < shortest ? null : name;
}

function orderOf({ sampler, batchSampler, batchSize, dropLast }: DataLoader<unknown>): string {
  const inner = batchSampler !== undefined && "sampler" in batchSampler ? batchSampler.sampler : null;
  const parts = batchSampler === undefined ? [sampler] : [batchSampler, inner];
  const names = parts.flatMap((part) => (part instanceof Object ? [nameOfSampler(part)] : []));
  const size = batchSampler === undefined ? `, batches of ${batchSize}${dropLast ? ", whole ones" : ""}` : "";
  return `${names.join(" of ")}${size}`;
}

function nameOfSampler(sampler: object): string {
  const isDrawing = "replacement" in sampler && sampler.replacement === true;
  return `${sampler.constructor.name}${isDrawing ? " with replacement" : ""}`;
}

/** What an optimiser begins with. The rate is the fit's own. */
export function describeOptimizer(optimizer: Optimizer): Description {
  const groups = optimizer.stateDict().paramGroups.map(({ settings: { lr: _lr, ...settings } }) => settings);
  return {
    optimizer: optimizer.constructor.name,
    optimizerSettings: (groups.length === 1 ? groups[0]! : groups) as Json,
  };
}

/** Those callbacks that a resumed fit must have too. */
export function describeCallbacks(callbacks: readonly CallbackTraits[]): Description {
  const telling = callbacks.filter(({ resumesWith }) => resumesWith !== undefined);
  return {
    callbacks: Object.fromEntries(numbered(telling).map(([name, callback]) => [name, callback.resumesWith!])),
  };
}

/** What callbacks have made for the fit under way, or would make for one that is planned. */
export function describeMade(callbacks: readonly CallbackTraits[], planned?: PlannedFit): Description {
  const making = numbered(callbacks.filter(({ madeWith }) => madeWith !== undefined));
  const made = making.map(([name, callback]) => [name, callback.madeWith?.(planned) ?? null] as const);
  return { made: Object.fromEntries(made.filter(([, settings]) => settings !== null)) };
}

/** The names of the parameters that are not learned. */
export function frozenIn(model: AnyModule): string[] {
  return model.namedParameters().flatMap(([name, { requiresGrad }]) => (requiresGrad ? [] : [name]));
}

/** Callbacks by name; a second of the same name is `name 2`. */
export function numbered(callbacks: readonly CallbackTraits[]): [string, CallbackTraits][] {
  const counts = new Map<string, number>();
  return callbacks.map((callback) => {
    const name = callback.name ?? "callback";
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count === 1 ? name : `${name} ${count}`, callback];
  });
}
