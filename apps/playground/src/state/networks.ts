import { effect, signal } from "@preact/signals";
import { client } from "../worker/client.js";
import type { RunSettings, Slot } from "../worker/run-settings.js";
import { settingsOf } from "./settings.js";
import { keepValue, keptValue } from "./store.js";

/** Networks that the page's build has trained, by the chapter that they are ready for. */
const ready: Partial<Record<Slot, string>> = {
  digits: "networks/digits.bin",
  "digits-conv": "networks/digits-conv.bin",
};

/** Grows whenever a network is another or has learned: what shows it looks again. */
export const networkVersion = signal<Readonly<Partial<Record<Slot, number>>>>({});

export function networkChanged(slot: Slot): void {
  const versions = networkVersion.peek();
  networkVersion.value = { ...versions, [slot]: (versions[slot] ?? 0) + 1 };
}

/** What an untrained network depends on: where one of these changes, it is made anew. */
function shapeOf({ recipe, hidden, depth, activation, dropout, rawPixels, seed, data }: RunSettings): string {
  return JSON.stringify({ recipe, hidden, depth, activation, dropout, rawPixels, seed, data });
}

interface Made {
  readonly generation: number;
  shape: string;
  readonly done: Promise<void>;
}

const made = new Map<Slot, Made>();

interface KeptNetwork {
  readonly shape: string;
  readonly bytes: Uint8Array;
}

/** Has a network in its place: the one kept from the last visit, the one that came with the page, or a new one. */
export function ensureNetwork(slot: Slot): Promise<void> {
  const generation = client.generation.peek();
  const before = made.get(slot);
  if (before?.generation === generation) return before.done;
  const shape = shapeOf(settingsOf(slot).peek());
  const done = makeNetwork(slot, shape).then(() => networkChanged(slot));
  made.set(slot, { generation, shape, done });
  return done;
}

async function makeNetwork(slot: Slot, shape: string): Promise<void> {
  const kept = await keptValue<KeptNetwork>(`network ${slot}`);
  if (kept !== null && kept.shape === shape) {
    const loaded = await client
      .call("load", { slot, name: "the kept network", bytes: kept.bytes })
      .catch(() => null);
    if (loaded !== null) return;
  }
  const path = ready[slot];
  const bytes = path === undefined ? null : await fetchNetwork(path);
  if (bytes === null) await client.call("fresh", { slot, settings: settingsOf(slot).peek() });
  else await client.call("ready", { slot, bytes });
}

async function fetchNetwork(path: string): Promise<Uint8Array | null> {
  try {
    const response = await fetch(new URL(path, document.baseURI));
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/** An untrained network in place of the one there is. */
export async function makeFresh(slot: Slot): Promise<void> {
  const settings = settingsOf(slot).peek();
  const done = client.call("fresh", { slot, settings }).then(() => networkChanged(slot));
  made.set(slot, { generation: client.generation.peek(), shape: shapeOf(settings), done });
  await done;
}

/** The network that came with the page, in place of the one there is. */
export async function takeReady(slot: Slot): Promise<void> {
  const path = ready[slot];
  const bytes = path === undefined ? null : await fetchNetwork(path);
  if (bytes === null) return;
  await client.call("ready", { slot, bytes });
  await keepValue(`network ${slot}`, null);
  networkChanged(slot);
}

export function hasReady(slot: Slot): boolean {
  return ready[slot] !== undefined;
}

/** Notes that the network in a place is now of the settings there, however it came. */
export function adoptNetwork(slot: Slot): void {
  const done = Promise.resolve();
  made.set(slot, { generation: client.generation.peek(), shape: shapeOf(settingsOf(slot).peek()), done });
  networkChanged(slot);
}

/** Keeps a network for the next visit. */
export async function keepNetwork(slot: Slot): Promise<void> {
  const shape = shapeOf(settingsOf(slot).peek());
  const bytes = await client.call("save", slot);
  await keepValue(`network ${slot}`, { shape, bytes } satisfies KeptNetwork);
}

/** Whenever settings ask for another network than there is, makes an untrained one of them. */
export function followSettings(onFresh: (slot: Slot) => void): void {
  for (const slot of ["threes-sevens", "digits-scalar", "digits", "digits-conv", "bench"] as const) {
    effect(() => {
      const shape = shapeOf(settingsOf(slot).value);
      const now = made.get(slot);
      if (now === undefined || now.shape === shape) return;
      now.shape = shape;
      onFresh(slot);
      void makeFresh(slot);
    });
  }
}
