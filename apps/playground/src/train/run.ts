import type { Advice } from "@mnist/learner";
import { computed, type Signal, signal } from "@preact/signals";
import { adoptNetwork, keepNetwork, networkChanged } from "../state/networks.js";
import { settingsOf } from "../state/settings.js";
import { client } from "../worker/client.js";
import type { DeviceState, Pace, TrainReport } from "../worker/protocol.js";
import type { RunSettings, Slot } from "../worker/run-settings.js";
import { addEarlier } from "./earlier-runs.js";
import { EpochLog } from "./epoch-log.js";
import { Series } from "./series.js";

/** Where a run stands. `diverged`: its loss became no number, and it was stopped. */
export type Outcome = "running" | "finished" | "stopped" | "diverged" | "failed";

/** One run: what was asked for and what came of it so far. Losses and epochs grow in place; the object is new. */
export interface Run {
  readonly slot: Slot;
  readonly settings: RunSettings;
  readonly outcome: Outcome;
  readonly losses: Series;
  readonly epochs: EpochLog;
  /** Batches of an epoch. */
  readonly batches: number;
  readonly phase: TrainReport["phase"];
  readonly done: number;
  readonly count: number;
  readonly isHeld: boolean;
  readonly advice: Advice | null;
  readonly problem: string | null;
  readonly startedAt: number;
}

/** What a run under way needs to go on after a reload. */
export interface KeptRun {
  readonly slot: Slot;
  readonly settings: RunSettings;
  readonly bytes: Uint8Array;
  /** Where it was under way, and goes on; left out by earlier versions. */
  readonly device?: DeviceState["name"];
  readonly losses: ReturnType<Series["save"]>;
  readonly epochs: Float64Array;
  readonly batches: number;
  readonly done: number;
  readonly count: number;
}

const runs = new Map<Slot, Signal<Run | null>>();

/** The latest run in a place. */
export function runOf(slot: Slot): Signal<Run | null> {
  const found = runs.get(slot) ?? signal<Run | null>(null);
  runs.set(slot, found);
  return found;
}

/** The place whose network learns at the moment. */
export const running = signal<Slot | null>(null);
export const isRunning = computed(() => running.value !== null);

let controller = new AbortController();
/** The run whose reports still count. */
let current = 0;

/** Ends the run: it is over on the page at once, and in the worker after the batch under way. */
export function stop(): void {
  const slot = running.peek();
  if (slot === null) return;
  controller.abort();
  finish(slot, "stopped");
}

export function setPace(pace: Pace): void {
  const slot = running.peek();
  if (slot === null) return;
  void client.call("pace", pace);
  if (pace !== "hold") update(slot, { isHeld: false });
}

function update(slot: Slot, changed: Partial<Run>): void {
  const run = runOf(slot);
  if (run.value !== null) run.value = { ...run.value, ...changed };
}

function finish(slot: Slot, outcome: Exclude<Outcome, "running">, problem: string | null = null): void {
  if (running.peek() !== slot) return;
  running.value = null;
  current++;
  update(slot, { outcome, problem, isHeld: false });
  const run = runOf(slot).peek();
  if (slot === "bench" && run !== null && run.epochs.length > 0) addEarlier(run);
}

/** Waits until the worker has put down what it did before. */
let settled: Promise<unknown> = Promise.resolve();

export interface TrainOptions {
  readonly resume?: boolean;
  readonly held?: boolean;
  readonly kept?: KeptRun;
}

/** Trains by the place's settings; `resume` goes on with the network of the run before. */
export async function train(
  slot: Slot,
  { resume = false, held = false, kept }: TrainOptions = {},
): Promise<void> {
  if (running.peek() !== null) return;
  const settings = kept?.settings ?? settingsOf(slot).peek();
  const before = resume ? runOf(slot).peek() : null;
  const mine = ++current;
  running.value = slot;
  runOf(slot).value = {
    slot,
    settings,
    outcome: "running",
    losses: kept ? Series.load(kept.losses) : (before?.losses ?? new Series()),
    epochs: kept ? EpochLog.load(kept.epochs) : (before?.epochs ?? new EpochLog()),
    batches: kept?.batches ?? before?.batches ?? 0,
    phase: "training",
    done: kept?.done ?? 0,
    count: kept?.count ?? 0,
    isHeld: false,
    advice: null,
    problem: null,
    startedAt: performance.now(),
  };
  await settled;
  if (current !== mine) return;
  controller = new AbortController();
  const onProgress = (report: TrainReport): void => {
    if (current === mine) take(slot, report);
  };
  const request = { slot, settings, resume, held, from: kept?.bytes };
  const call = { signal: controller.signal, onProgress };
  const begin = () => client.call("train", request, call);
  const work = kept?.device === undefined ? begin() : client.call("device", kept.device).then(begin);
  settled = work.catch(() => {});
  // A run that was stopped is over on the page before it is in the worker: another may be under way by now.
  const end = (...how: [Exclude<Outcome, "running">, string?]): void => {
    if (current === mine) finish(slot, ...how);
  };
  try {
    await work;
    end("finished");
  } catch (error) {
    end("failed", error instanceof Error ? error.message : String(error));
  }
  adoptNetwork(slot);
  await keepNetwork(slot).catch(() => {});
}

function take(slot: Slot, report: TrainReport): void {
  const run = runOf(slot).peek();
  if (run === null) return;
  const { phase, done, count, batches, isHeld, advice } = report;
  run.losses.add(report.losses);
  run.epochs.add(report.epochs);
  runOf(slot).value = { ...run, phase, done, count, batches, isHeld, advice };
  if (report.losses.length > 0 || report.epochs.length > 0) networkChanged(slot);
  if (report.losses.some((loss) => !Number.isFinite(loss))) {
    controller.abort();
    finish(slot, "diverged");
  }
}

/** Whether the latest run can be gone on with: it is over, well, and on the settings that are set now. */
export function canResume(slot: Slot): boolean {
  const run = runOf(slot).value;
  const now = settingsOf(slot).value;
  if (run === null || (run.outcome !== "finished" && run.outcome !== "stopped")) return false;
  const { epochs: _, lr: __, ...before } = run.settings;
  const { epochs: ___, lr: ____, ...rest } = now;
  return JSON.stringify(before) === JSON.stringify(rest);
}

/** Share of right answers on unseen digits, by the latest epoch. */
export function accuracyOf(run: Pick<Run, "epochs"> | null): number | null {
  const accuracy = run?.epochs.last?.accuracy;
  return accuracy === undefined || Number.isNaN(accuracy) ? null : accuracy;
}
