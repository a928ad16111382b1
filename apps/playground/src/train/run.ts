import type { EpochRecord } from "@mnist/learner";
import { batch, computed, effect, signal } from "@preact/signals";
import { refreshInside } from "../inside/inside.js";
import { readDrawing } from "../read/reading.js";
import type { Settings } from "../settings/permalink.js";
import { runSettings, settings } from "../settings/settings.js";
import { client } from "../worker/client.js";
import type { RunSettings, TrainProgress } from "../worker/protocol.js";

export interface Progress {
  readonly kind: "drawing" | "training";
  /** 0..1 of the whole. */
  readonly share: number;
  readonly text: string;
}

/** Where a run stands. `diverged`: its loss became no number, and it was stopped. */
export type Outcome = "running" | "finished" | "stopped" | "diverged" | "failed";

/** One run: what was asked for and what came of it so far. */
export interface Run {
  readonly settings: Settings;
  readonly outcome: Outcome;
  /** The loss of each batch, in order. */
  readonly losses: readonly number[];
  readonly batches: number;
  /** All epochs, those of runs gone on with too. */
  readonly epochs: readonly EpochRecord[];
  readonly problem: string | null;
}

export const run = signal<Run | null>(null);
export const progress = signal<Progress | null>(null);
/** Whether the worker's network has learned: from a run, or before it was saved to the file it came from. */
export const isTrained = signal(false);
export const isRunning = computed(() => run.value?.outcome === "running");
/** Whether the latest run can be gone on with: it is over, well, and on the data that is set now. */
export const canResume = computed(() => {
  const { outcome, settings: used } = run.value ?? {};
  const now = settings.value;
  const fits = used?.pictures === now.pictures && used.data === now.data && used.batchSize === now.batchSize;
  return fits && (outcome === "finished" || outcome === "stopped");
});

let controller = new AbortController();

export function stop(): void {
  controller.abort();
}

function update(changed: Partial<Run>): void {
  if (run.value !== null) run.value = { ...run.value, ...changed };
}

/** Trains by the settings; `resume` goes on with the network of the run before. */
export async function train({ resume = false } = {}): Promise<void> {
  const asked = settings.value;
  const wanted = runSettings(asked);
  if (wanted === null || isRunning.value) return;
  controller = new AbortController();
  const before = resume ? run.value : null;
  const start = { losses: [], batches: 0, epochs: [], problem: null };
  batch(() => {
    run.value = { ...start, ...before, settings: asked, outcome: "running" };
    progress.value = { kind: "training", share: 0, text: "Starting" };
  });
  try {
    await client.call("train", { settings: wanted, resume }, { signal: controller.signal, onProgress });
    if (run.value?.outcome === "running")
      update({ outcome: controller.signal.aborted ? "stopped" : "finished" });
  } catch (error) {
    update({ outcome: "failed", problem: error instanceof Error ? error.message : String(error) });
  }
  progress.value = null;
  await Promise.all([readDrawing(), refreshInside()]);
}

function onProgress(report: TrainProgress): void {
  if (report.kind === "drawing") {
    const { done, count } = report;
    progress.value = {
      kind: "drawing",
      share: done / count,
      text: `Drawing digits to learn from: ${done} of ${count}`,
    };
    return;
  }
  if (report.kind === "epoch") {
    const epochs = run.value?.epochs ?? [];
    update({ epochs: [...epochs, { ...report.record, epoch: epochs.length + 1 }] });
    void refreshInside();
    return;
  }
  takeLosses(report);
}

function takeLosses({
  losses,
  epoch,
  epochs,
  batch: done,
  batches,
}: Extract<TrainProgress, { kind: "batches" }>) {
  if (!isRunning.value) return;
  batch(() => {
    isTrained.value = true;
    update({ losses: [...(run.value?.losses ?? []), ...losses], batches });
    const share = (epoch - 1 + done / batches) / epochs;
    progress.value = {
      kind: "training",
      share,
      text: `Epoch ${epoch} of ${epochs}, batch ${done} of ${batches}`,
    };
  });
  if (losses.some((loss) => !Number.isFinite(loss))) {
    update({ outcome: "diverged" });
    stop();
  }
  void readDrawing();
}

/** What an untrained network depends on: where one of these changes, it is made anew. */
function shapeOf({ recipe, hidden, rawPixels, seed }: RunSettings): string {
  return JSON.stringify({ recipe, hidden, rawPixels, seed });
}

let shape = "";

/** Keeps the worker's network as it is for settings that came with it. */
export function adoptShape(): void {
  const wanted = runSettings(settings.value);
  if (wanted !== null) shape = shapeOf(wanted);
}

effect(() => {
  const wanted = runSettings(settings.value);
  if (wanted === null || shape === shapeOf(wanted)) return;
  shape = shapeOf(wanted);
  stop();
  batch(() => {
    run.value = null;
    isTrained.value = false;
  });
  void client.call("fresh", wanted).then(() => Promise.all([readDrawing(), refreshInside()]));
});
