import { type Callback, EarlyStopping, GradientClip, MixUp } from "@mnist/learner";
import type { Given } from "./plan.js";

/** What a run's settings add to its training. */
export function trainingCallbacks({ clip, mixup, earlyStop }: Given): Callback[] {
  return [
    ...(clip === undefined ? [] : [new GradientClip({ maxNorm: clip })]),
    ...(mixup === undefined ? [] : [new MixUp(mixup)]),
    ...(earlyStop === undefined ? [] : [new EarlyStopping({ monitor: "validLoss", patience: earlyStop })]),
  ];
}
