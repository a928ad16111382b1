import { type DigitSplits, onlyClasses } from "@mnist/data";
import { type Learner, recipes, type TrainedModel } from "@mnist/learner";
import { manualSeed } from "@mnist/tensor";
import { drawStrokes } from "./draw-strokes.js";
import type { CallContext, RunSettings, TrainProgress } from "./protocol.js";

/** What the worker keeps between calls: the data drawn or given, and the network. */
export class Session {
  trained: TrainedModel | null = null;
  /** The learner of the latest run, which "train on" goes on with. */
  learner: Learner | null = null;
  files: DigitSplits | null = null;
  #strokes: { readonly key: string; readonly splits: DigitSplits } | null = null;

  /** An untrained network, its weights drawn as a run with these settings begins. */
  fresh(settings: RunSettings): null {
    const recipe = recipes[settings.recipe];
    manualSeed(settings.seed);
    const model = recipe.model(settings);
    this.learner = null;
    this.trained = {
      recipe,
      settings,
      model,
      about: { dataset: "none yet", seed: settings.seed, accuracy: null },
    };
    return null;
  }

  /** The pictures to learn from and to check with. `@throws` DOMException AbortError where aborted while drawing. */
  async data(
    { data, pictures, seed }: RunSettings,
    { signal, report }: CallContext<TrainProgress>,
  ): Promise<DigitSplits> {
    if (data === "files" && this.files !== null) return this.files;
    const key = `${pictures} ${seed}`;
    if (this.#strokes?.key !== key) {
      const checks = Math.max(Math.ceil(pictures / 6), 1);
      const draw = (count: number, from: number, before: number) =>
        drawStrokes(count, from, {
          signal,
          report: (done) => report({ kind: "drawing", done: before + done, count: pictures + checks }),
        });
      const train = await draw(pictures, seed, 0);
      this.#strokes = { key, splits: { train, valid: await draw(checks, seed + 1, pictures) } };
    }
    return this.#strokes.splits;
  }

  /** The pictures to check the network with, of the classes it tells apart. */
  async checks(settings: RunSettings, signal: AbortSignal): Promise<DigitSplits["valid"] | null> {
    if (this.trained === null) return null;
    const { valid } = await this.data(settings, { signal, report: () => {} });
    return onlyClasses(valid, this.trained.recipe.classes);
  }
}
