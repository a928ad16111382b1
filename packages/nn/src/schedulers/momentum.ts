import type { ParameterGroup } from "../optim/parameter-group.js";

/** Whether a group has SGD's momentum or Adam's betas, the first of which is the same thing. */
export function hasMomentum(group: ParameterGroup): boolean {
  return "momentum" in group || "betas" in group;
}

/** Sets SGD's momentum, or the first of Adam's betas. */
export function setMomentum(group: ParameterGroup, momentum: number): void {
  if ("betas" in group && Array.isArray(group.betas))
    Object.assign(group, { betas: [momentum, group.betas[1]] });
  else if ("momentum" in group) Object.assign(group, { momentum });
}
