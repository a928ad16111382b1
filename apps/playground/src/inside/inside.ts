import { signal } from "@preact/signals";
import { runSettings, settings } from "../settings/settings.js";
import { client } from "../worker/client.js";
import type { Inside } from "../worker/protocol.js";

/** Milliseconds at least between two looks while a run goes on. */
const interval = 300;

/** The network's weights and how it does on digits it has not learned from. */
export const inside = signal<Inside | null>(null);

let isLooking = false;
let isStale = false;

/** Looks into the worker's network, once more at the end where it was asked for meanwhile. */
export async function refreshInside(): Promise<void> {
  isStale = true;
  if (isLooking) return;
  isLooking = true;
  try {
    while (isStale) {
      isStale = false;
      const wanted = runSettings(settings.peek());
      inside.value = wanted === null ? null : await client.call("inspect", { settings: wanted });
      if (isStale) await new Promise((resolve) => setTimeout(resolve, interval));
    }
  } finally {
    isLooking = false;
  }
}
