import { compareObjectives } from "../compare-objectives.js";
import { printRows } from "../interpretation/print-matrix.js";
import type { TrialResult } from "./results-file.js";
import type { SweepSpec } from "./sweep-spec.js";

/** The trials of a sweep as text, the best first; those that trained longer before those that were given up. */
export function sweepTable(spec: SweepSpec, results: readonly TrialResult[]): string {
  const names = Object.keys(spec.parameters);
  const sorted = [...results].sort(
    (a, b) =>
      b.until - a.until || compareObjectives(a.objective, b.objective, spec.direction) || a.trial - b.trial,
  );
  const rows = sorted.map(({ trial, settings, seed, until, objective, weights }) => [
    String(trial),
    ...names.map((name) => String(settings[name])),
    String(seed),
    String(until),
    objective.toPrecision(6),
    weights.slice(0, 8),
  ]);
  return printRows([["trial", ...names, "seed", "epochs", spec.objective, "weights"], ...rows]);
}
