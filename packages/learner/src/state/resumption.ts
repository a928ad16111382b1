import { FileError } from "@mnist/data";
import type { FitPosition } from "../context.js";
import { Pass } from "../run.js";
import { checkFingerprint, type Fingerprint } from "./fingerprint.js";
import { restoreState } from "./restore-state.js";
import { named, readState, type StateFile } from "./state-file.js";
import type { FitState, SavedFit, SavedState } from "./training-state.js";

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

  /** @throws DifferentRunError where the file's run was begun with something else. */
  check(asked: Fingerprint): void {
    checkFingerprint(this.state.run, asked, this.name);
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
