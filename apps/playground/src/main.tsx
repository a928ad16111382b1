import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app.js";
import { isDemonstration } from "./draw/demonstration.js";
import { marks } from "./draw/drawing.js";
import { watchLooks } from "./state/looks.js";
import { ensureNetwork, followSettings } from "./state/networks.js";
import { keepServiceWorker } from "./state/offline.js";
import { restoreSettings, slotHere } from "./state/settings.js";
import { keepValue, keptValue } from "./state/store.js";
import { restoreEarlier } from "./train/earlier-runs.js";
import { watchPending } from "./train/pending.js";
import { isRunning, running, runOf } from "./train/run.js";
import { client } from "./worker/client.js";
import "./styles/page.css";

/** What was drawn last comes back, and what is drawn is kept, but for what the page drew itself. */
async function keepDrawing(): Promise<void> {
  const before = await keptValue<typeof marks.value>("marks");
  if (before !== null && before.length > 0 && marks.peek().length === 0) marks.value = before;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const drawn = marks.value;
    clearTimeout(waiting);
    if (!isDemonstration()) waiting = setTimeout(() => void keepValue("marks", drawn), 400);
  });
}

async function begin(): Promise<void> {
  await restoreSettings();
  await keepDrawing();
  followSettings((slot) => {
    runOf(slot).value = null;
  });
  watchLooks();
  void watchPending();
  void restoreEarlier();
  effect(() => {
    client.generation.value;
    void ensureNetwork(slotHere.value);
  });
  const root = document.getElementById("app");
  if (root !== null) render(<App />, root);
  keepServiceWorker();
}

// A new worker knows nothing of the run that the old one was in.
effect(() => {
  if (client.generation.value > 0) running.value = null;
});

effect(() => {
  document.documentElement.toggleAttribute("data-learning", isRunning.value);
});

void begin();
