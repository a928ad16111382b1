import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Learner, TrainingSettings } from "@mnist/learner";
import pc from "picocolors";
import { invocation } from "../../terminal/invocation.js";

interface Finished {
  readonly accuracy: number | null;
  readonly seconds: number;
  readonly bestEpoch?: number;
  readonly run?: string;
  readonly out: string | undefined;
  readonly pictures: number;
  readonly settings: TrainingSettings;
  readonly learner: Learner;
  readonly isStopped: boolean;
}

/** What a run came to, where its model went, and what to do next. */
export function summarize({
  accuracy,
  seconds,
  bestEpoch,
  run,
  out,
  pictures,
  settings,
  learner,
  isStopped,
}: Finished): string {
  const mnist = invocation();
  const done = learner.history.length;
  const best = bestEpoch === undefined ? "" : ` (best: epoch ${bestEpoch})`;
  const share =
    accuracy === null
      ? "no epoch was finished"
      : `${accuracy.toFixed(4)} of ${pictures.toLocaleString("en-US")} unseen pictures right${best}`;
  const stopped = `stopped in epoch ${Math.min(done + 1, settings.epochs)} of ${settings.epochs}`;
  const lines = [`\n${pc.green("→")} ${isStopped ? `${stopped}; ` : ""}${share}, ${seconds.toFixed(1)} s`];
  if (out !== undefined) lines.push(`  model written to ${out}`);
  if (run !== undefined) lines.push(`  run     ${run}`);
  const model = run ?? out;
  const bestModel = run === undefined ? undefined : join(run, "best.safetensors");
  if (isStopped && run !== undefined) lines.push(`  go on   ${mnist} train --resume ${run}`);
  else if (model !== undefined) {
    lines.push(`  next    ${mnist} eval ${model}        ${pc.dim("what it mixes up")}`);
    lines.push(
      `          ${mnist} predict ${bestModel !== undefined && existsSync(bestModel) ? bestModel : model} mine.png`,
    );
  }
  return lines.join("\n");
}
