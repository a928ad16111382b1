import { FileError } from "@mnist/data";
import type { FitPosition } from "../context.js";
import { Pass } from "../run.js";
import type { Description } from "./describe-learner.js";
import { checkFingerprint, type Fingerprint } from "./fingerprint.js";
import { writeJson } from "./json.js";
import { restoreState } from "./restore-state.js";
import { named, readState, type StateFile } from "./state-file.js";
import type { FitState, SavedFit, SavedState } from "./training-state.js";

/** A saved fit in which more epochs were begun than are asked for. */
export class ShorterFitError extends FileError {
  static override readonly name: string = "ShorterFitError";

  constructor(
    file: string,
    /** How many epochs are asked for. */
    readonly epochs: number,
    /** How many were begun, the one under way included. */
    readonly begun: number,
  ) {
    super({
      file,
      got: `a fit that has begun epoch ${begun}, for epochs ${epochs}`,
      expected: `${begun} epochs or more`,
      hint: "Ask for as many, or begin anew.",
    });
  }
}

/** A fit that is to go on where a file says. */
export class Resumption {
  private constructor(
    readonly name: string,
    private readonly state: SavedState,
    private readonly fit: FitState,
  ) {}

  /** @throws DataError where the file is damaged, or was saved between two fits. */
  static async read(file: StateFile | Uint8Array): Promise<Resumption> {
    const { name, bytes } = named(file);
    const state = await readState({ name, bytes });
    if (state.fit !== null) return new Resumption(name, state, state.fit);
    throw new FileError({
      file: name,
      got: "a state that was saved between two fits",
      expected: "one of a fit under way",
      hint: "Try learner.load(file), then fit without resumeFrom.",
    });
  }

  get position(): FitPosition {
    return this.fit.position;
  }

  /**
   * @throws DifferentRunError where the file's run was begun with something else.
   * @throws ShorterFitError where more epochs were begun than are asked for.
   */
  check(asked: Fingerprint, epochs: number): void {
    checkFingerprint(this.state.run, this.#asBegun(asked), this.name);
    const begun = this.isWithinEpoch ? this.position.epoch : this.position.epoch - 1;
    if (epochs < begun) throw new ShorterFitError(this.name, epochs, begun);
  }

  /** A learner that is frozen as the fit was where it was left, not where it was begun, is as good. */
  #asBegun(asked: Fingerprint): Fingerprint {
    const { frozen } = this.fit;
    const [learner, saved] = [asked.learner, this.state.run.learner] as [Description?, Description?];
    if (frozen === null || saved?.frozen === undefined || learner === undefined) return asked;
    const isAsLeft = writeJson(frozen) === writeJson(learner.frozen);
    return isAsLeft ? { ...asked, learner: { ...learner, frozen: saved.frozen } } : asked;
  }

  /** How many epochs the fit was to have. */
  get epochs(): number {
    return this.fit.epochs;
  }

  /** Puts the learner and the run into the state. @throws DataError where it is another's; nothing has changed then. */
  apply(run: SavedFit): void {
    restoreState(run.context.learner, this.state, this.name, run);
  }

  /** Whether an epoch's order was drawn already. */
  get isWithinEpoch(): boolean {
    return this.fit.pass !== null;
  }

  /** The epoch that was under way; null between two epochs. */
  pass(): Pass | null {
    return this.fit.pass && new Pass(this.fit.pass, this.fit.pass);
  }
}
