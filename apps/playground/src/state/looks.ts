import { effect, type Signal, signal } from "@preact/signals";
import { running } from "../train/run.js";
import { client } from "../worker/client.js";
import type { Check, Look } from "../worker/protocol.js";
import type { Slot } from "../worker/run-settings.js";
import { networkChanged, networkVersion } from "./networks.js";
import { place } from "./route.js";
import { settingsOf, slotHere } from "./settings.js";

/** Milliseconds at least between two looks while a network learns, and between two checks. */
const lookInterval = 200;
const checkInterval = 600;
/** A check may take this share of the time, so that learning stays as fast as it is. */
const checkShare = 0.04;

interface Watched<Value> {
  readonly value: Signal<Value | null>;
  version: number;
  isBusy: boolean;
  last: number;
}

function watched<Value>(): (slot: Slot) => Watched<Value> {
  const all = new Map<Slot, Watched<Value>>();
  return (slot) => {
    const found = all.get(slot) ?? { value: signal<Value | null>(null), version: -1, isBusy: false, last: 0 };
    all.set(slot, found);
    return found;
  };
}

const looks = watched<Look>();
const checks = watched<Check>();

/** The network of a place as it is now. */
export function lookOf(slot: Slot): Signal<Look | null> {
  return looks(slot).value;
}

/** How the network of a place does on digits that it has not learned from. */
export function checkOf(slot: Slot): Signal<Check | null> {
  return checks(slot).value;
}

async function refresh<Value>(
  slot: Slot,
  {
    watch,
    interval,
    ask,
  }: { watch: Watched<Value>; interval: () => number; ask: () => Promise<Value | null> },
): Promise<void> {
  if (watch.isBusy) return;
  watch.isBusy = true;
  try {
    while (watch.version !== (networkVersion.peek()[slot] ?? 0)) {
      // In small waits, as the interval shrinks when the run ends.
      while (watch.last + interval() > performance.now())
        await new Promise((resolve) => setTimeout(resolve, 60));
      watch.version = networkVersion.peek()[slot] ?? 0;
      watch.value.value = await ask();
      watch.last = performance.now();
    }
  } catch {
    watch.version = -1; // the worker was started anew
  } finally {
    watch.isBusy = false;
  }
}

/** Places that show how the network does; the others need not know. */
const withChecks = new Set([
  "threes-sevens",
  "digits-scalar",
  "digits",
  "digits-conv",
  "workbench",
  "data",
  "hand",
]);

/** Looks into the network of the place whenever it has changed. */
export function watchLooks(): void {
  effect(() => {
    const slot = slotHere.value;
    if (networkVersion.value[slot] === undefined) return;
    void refresh(slot, {
      watch: looks(slot),
      interval: () => lookInterval,
      ask: () => client.call("look", slot),
    });
    if (!withChecks.has(place.value.name)) return;
    const watch = checks(slot);
    const interval = (): number =>
      running.peek() === null
        ? 0
        : Math.max(checkInterval, (watch.value.peek()?.milliseconds ?? 0) / checkShare);
    const ask = () => client.call("check", { slot, settings: settingsOf(slot).peek() });
    void refresh(slot, { watch, interval, ask });
  });
}

/** Has everything looked at again, as after a move to another device. */
export function networksMoved(): void {
  for (const slot of Object.keys(networkVersion.peek()) as Slot[]) networkChanged(slot);
}
