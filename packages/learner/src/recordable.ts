import { Module } from "@mnist/nn";
import { Optimizer } from "@mnist/nn/optim";
import { type Device, selectedDevice } from "@mnist/tensor";
import type { Callback, Event } from "./events.js";
import type { Learner } from "./learner.js";
import type { Run } from "./run.js";

/** Where a model computes. */
export function deviceOf(model: Module): Device {
  return model.parameters()[0]?.device ?? selectedDevice();
}

/** The modules that a batch goes through. */
export function modulesOf({ model, lossFunction }: Learner): Module[] {
  return lossFunction instanceof Module ? [model, lossFunction] : [model];
}

/** Why the work on a batch has to be done step by step, as others than the `recorded` callbacks listen inside it; null where it can be recorded. */
export function obstacleTo(
  learner: Learner,
  run: Run,
  inside: readonly Event[],
  recorded: readonly Callback[] = [],
): string | null {
  const { model, optimizer, compile } = learner;
  if (!compile) return "the learner was made with compile: false";
  const device = deviceOf(model);
  if (device.prepare === undefined) return `the device ${device.name} has no way to replay`;
  if (modulesOf(learner).some((module) => module.hasHooks())) return "the model has forward hooks";
  if (optimizer !== null && optimizer.step !== Optimizer.prototype.step)
    return "the optimiser has a step of its own";
  return run.listener(
    inside,
    run.callbacks.filter((callback) => !recorded.includes(callback)),
  );
}
