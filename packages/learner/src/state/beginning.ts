import type { AnyModule } from "@mnist/nn";
import type { AnyLoaders } from "../data-loaders.js";
import { type Description, describeLearner, frozenIn } from "./describe-learner.js";
import { type Fingerprint, fingerprintOf } from "./fingerprint.js";
import type { Json } from "./json.js";
import { LossSettings } from "./loss-settings.js";

/** A learner as it is described. */
interface Described {
  readonly model: AnyModule;
  readonly lossFunction: unknown;
  readonly compile: boolean;
  readonly loaders: AnyLoaders;
}

/** What a fit is begun with, kept from its beginning on, as its callbacks may change some of it. */
export class Beginning {
  readonly #loss: LossSettings;
  readonly #frozen: readonly string[];

  constructor(
    readonly learner: Described,
    readonly run: Fingerprint,
    readonly fit: Description = {},
  ) {
    this.#loss = new LossSettings(learner.lossFunction, learner.model);
    this.#frozen = frozenIn(learner.model);
  }

  /** By name, with what callbacks have made for the fit. */
  async fingerprint(made: Description): Promise<Fingerprint> {
    const lossSettings: Json = await this.#loss.describe();
    const own = { ...describeLearner(this.learner), lossSettings, frozen: this.#frozen };
    return fingerprintOf(this.learner.loaders, this.run, { ...own, ...this.fit, ...made });
  }
}
