import { signal } from "@preact/signals";
import { keepValue, keptValue } from "../state/store.js";
import type { RunSettings } from "../worker/run-settings.js";
import { EpochLog } from "./epoch-log.js";

/** A run of the workbench that is over, to be laid over others. */
export interface EarlierRun {
  readonly settings: RunSettings;
  readonly epochs: EpochLog;
}

interface Kept {
  readonly settings: RunSettings;
  readonly epochs: Float64Array;
}

const most = 8;
const key = "earlier";

/** The latest runs of the workbench, of this visit and of those before. */
export const earlierRuns = signal<readonly EarlierRun[]>([]);

function set(runs: readonly EarlierRun[]): void {
  earlierRuns.value = runs.slice(-most);
  const kept: Kept[] = earlierRuns
    .peek()
    .map(({ settings, epochs }) => ({ settings, epochs: epochs.save() }));
  void keepValue(key, kept);
}

/** Keeps what the run came to; one that is gone on with takes the place of what it was before. */
export function addEarlier({ settings, epochs }: EarlierRun): void {
  set([...earlierRuns.peek().filter((run) => run.epochs !== epochs), { settings, epochs }]);
}

export function forgetEarlier(run: EarlierRun): void {
  set(earlierRuns.peek().filter((each) => each !== run));
}

/** Brings back the runs of the visits before. */
export async function restoreEarlier(): Promise<void> {
  const kept = (await keptValue<readonly Kept[]>(key)) ?? [];
  const before = kept.map(({ settings, epochs }) => ({ settings, epochs: EpochLog.load(epochs) }));
  earlierRuns.value = [...before, ...earlierRuns.peek()].slice(-most);
}
