import type { ParameterGroup } from "@mnist/nn/optim";

/** SGD's momentum or the first of Adam's betas; NaN where a group has neither. */
export function momentumOf(group: ParameterGroup): number {
  if ("momentum" in group && typeof group.momentum === "number") return group.momentum;
  const betas: unknown = "betas" in group ? group.betas : null;
  return Array.isArray(betas) ? Number(betas[0]) : Number.NaN;
}
