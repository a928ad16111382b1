import { effect, signal } from "@preact/signals";
import { dropValue, keepValue, keptValue } from "../state/store.js";
import { client } from "../worker/client.js";
import type { Slot } from "../worker/run-settings.js";
import { type KeptRun, running, runOf, train } from "./run.js";

/** The run of the last visit that can be gone on with. */
export const pending = signal<KeptRun | null>(null);

const interval = 5000;
const key = "pending";

/** Keeps all that the run under way needs to go on after a reload. */
async function keepPending(slot: Slot): Promise<void> {
  const [bytes, device] = await Promise.all([
    client.call("snapshot", null),
    client.call("device", null),
  ]).catch(() => [null, null] as const);
  const run = runOf(slot).peek();
  if (bytes === null || device === null || run === null || running.peek() !== slot) return;
  const { settings, losses, epochs, batches, done, count } = run;
  if (settings.data === "files") return; // the files are gone after a reload
  await keepValue(key, {
    slot,
    settings,
    bytes,
    device: device.name,
    losses: losses.save(),
    epochs: epochs.save(),
    batches,
    done,
    count,
  } satisfies KeptRun);
}

export async function dropPending(): Promise<void> {
  pending.value = null;
  await dropValue(key);
}

/** Looks for a run that the last visit left, keeps the one under way, and asks before it is left. */
export async function watchPending(): Promise<void> {
  addEventListener("beforeunload", (event) => {
    if (running.peek() !== null) event.preventDefault();
  });
  const keepNow = (): void => {
    const slot = running.peek();
    if (slot !== null) void keepPending(slot);
  };
  addEventListener("visibilitychange", () => document.hidden && keepNow());
  setInterval(() => {
    const slot = running.peek();
    if (slot !== null && runOf(slot).peek()?.isHeld === false) keepNow();
  }, interval);
  pending.value = await keptValue<KeptRun>(key);
  let before: Slot | null = null;
  effect(() => {
    const slot = running.value;
    if (slot === null && before !== null) void dropPending();
    if (slot !== null && runOf(slot).value?.isHeld) keepNow();
    before = slot;
  });
}

/** Goes on with the run that the last visit left. */
export function goOn(): void {
  const kept = pending.peek();
  if (kept === null) return;
  pending.value = null;
  void train(kept.slot, { kept });
}
