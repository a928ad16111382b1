import { type DigitImages, type DigitSplits, onlyClasses } from "@mnist/data";
import { manualSeed } from "@mnist/tensor";
import { firstWeights } from "./look.js";
import type { Network } from "./network.js";
import type { RunSettings, Slot } from "./run-settings.js";

interface Drawing {
  readonly signal: AbortSignal;
  report(done: number, count: number): void;
}

/** What the worker keeps between calls: the data drawn or given, and the networks. */
export class Session {
  readonly networks = new Map<Slot, Network>();
  files: DigitSplits | null = null;
  #strokes: { readonly key: string; readonly splits: Promise<DigitSplits> } | null = null;

  /** An untrained network, its weights drawn as a run with these settings begins. */
  async fresh(slot: Slot, settings: RunSettings): Promise<null> {
    const { designedRecipe } = await import("./designed-recipe.js");
    const recipe = designedRecipe(settings, settings.data === "files" ? this.files : null);
    manualSeed(settings.seed);
    const model = recipe.model(settings);
    this.networks.set(slot, {
      trained: {
        recipe,
        settings,
        model,
        about: { dataset: "none yet", seed: settings.seed, accuracy: null },
      },
      settings,
      learner: null,
      isTrained: false,
      isReady: false,
      start: await firstWeights(model),
      checked: null,
    });
    return null;
  }

  /** The pictures to learn from and to check with. `@throws` DOMException AbortError where aborted while drawing. */
  async data({ data, pictures, seed }: RunSettings, drawing: Drawing): Promise<DigitSplits> {
    if (data === "files" && this.files !== null) return this.files;
    const key = `${pictures} ${seed}`;
    if (this.#strokes?.key === key) return this.#strokes.splits;
    const splits = drawSplits(pictures, seed, drawing);
    this.#strokes = { key, splits };
    try {
      return await splits;
    } catch (error) {
      if (this.#strokes?.key === key) this.#strokes = null;
      throw error;
    }
  }

  /** The pictures to check a network with, of the classes it tells apart. */
  async checks(slot: Slot, settings: RunSettings, signal: AbortSignal): Promise<DigitImages | null> {
    const network = this.networks.get(slot);
    if (network === undefined) return null;
    const { classes } = network.trained.recipe;
    const { valid } = await this.data(settings, { signal, report: () => {} });
    return classes.every((name) => valid.classes.includes(name)) ? onlyClasses(valid, classes) : null;
  }
}

async function drawSplits(pictures: number, seed: number, { signal, report }: Drawing): Promise<DigitSplits> {
  const { drawStrokes } = await import("./draw-strokes.js");
  const checks = Math.max(Math.ceil(pictures / 6), 1);
  const draw = (count: number, from: number, before: number) =>
    drawStrokes(count, from, { signal, report: (done) => report(before + done, pictures + checks) });
  const train = await draw(pictures, seed, 0);
  return { train, valid: await draw(checks, seed + 1, pictures) };
}
