import type { PassOrder } from "@mnist/data";
import { ArgumentError, Scope } from "@mnist/tensor";
import type { FitContext } from "./context.js";
import { type Callback, type CallbackTraits, Cancel, type Event } from "./events.js";
import { RunningMean } from "./metrics/running-mean.js";
import type { PassState } from "./state/training-state.js";

/** One pass over the training set under way. */
export class Pass {
  readonly losses = new RunningMean();
  readonly #started = performance.now();
  readonly #secondsBefore: number;

  constructor(
    readonly drawn: PassOrder,
    before: Pick<PassState, "losses" | "seconds"> | null = null,
  ) {
    this.#secondsBefore = before?.seconds ?? 0;
    for (const loss of before?.losses?.unbind() ?? []) this.losses.add(loss, 1);
  }

  get seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#started) / 1000;
  }
}

/** One fit or validation under way: who listens, and how its parts begin, end and are cancelled. */
export class Run<Input, Target, Output> {
  readonly callbacks: readonly Callback<Input, Target, Output>[];
  pass: Pass | null = null;
  /** Those that are still to be told of what has ended, while another is being told. */
  untold: readonly Callback<Input, Target, Output>[] = [];
  /** Whether callbacks are being told of an event, which the fit waits for. */
  #isTelling = false;
  /** Validations that callbacks have begun and not seen the end of. */
  #validations = 0;
  /** Holds the memory of the batch under way. */
  #batch: Scope | null = null;

  constructor(
    readonly context: FitContext<Input, Target, Output>,
    callbacks: readonly Callback<Input, Target, Output>[],
    readonly signal?: AbortSignal,
  ) {
    this.callbacks = [...callbacks].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  }

  throwIfAborted(): void {
    if (this.signal?.aborted) throw new Cancel("Fit");
  }

  /** Who of those that count listens to any of the events, in words; null where nobody does. */
  listener(
    events: readonly Event[],
    counts: (callback: CallbackTraits) => boolean = () => true,
  ): string | null {
    for (const callback of this.callbacks.filter(counts)) {
      const event = events.find((each) => callback[each] !== undefined);
      if (event !== undefined) return `callback ${callback.name ?? "without a name"} listens to ${event}`;
    }
    return null;
  }

  /** Synchronous work whose tensors belong to the batch under way, where there is one. */
  inBatch<T>(work: () => T): T {
    return this.#batch === null ? work() : this.#batch.run(work);
  }

  /** Whether the batch under way has made what is given back at its end. */
  get holdsMemory(): boolean {
    return this.#batch?.isEmpty === false;
  }

  /** Does something with a batch, after which the memory of what was made `inBatch` is given back. */
  async batch<T>(work: () => Promise<T>): Promise<T> {
    const scope = new Scope();
    this.#batch = scope;
    try {
      return await work();
    } finally {
      this.#batch = null;
      scope.release();
    }
  }

  /** Tells the callbacks, within a recording. @throws TypeError where one answers later. */
  atOnce(event: Event): void {
    for (const callback of this.callbacks) {
      const done: unknown = callback[event]?.(this.context);
      if (done instanceof Promise) {
        throw new TypeError(`${callback.name ?? "a callback"} is recordable, but answers ${event} later`);
      }
    }
  }

  /**
   * Does a validation while callbacks are told of an event.
   *
   * @throws ArgumentError where the run goes on meanwhile, as model and metrics are in use.
   */
  async validating<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isTelling) {
      throw new ArgumentError({
        operation: "validate",
        got: "a call beside a fit that is under way",
        expected: "one after the fit, or in a callback of it",
        hint: "Await the fit first.",
      });
    }
    this.#validations++;
    try {
      return await work();
    } finally {
      this.#validations--;
    }
  }

  /** Tells the callbacks; undefined where none listens. */
  at(event: Event): Promise<void> | undefined {
    return this.callbacks.some((callback) => callback[event] !== undefined) ? this.#tell(event) : undefined;
  }

  /** What ends a part is told to all, whatever the first of them throws. */
  async #tell(event: Event): Promise<void> {
    const isEnd = event.startsWith("after");
    let failure: Failure | null = null;
    const listening = this.callbacks.filter((callback) => callback[event] !== undefined);
    for (const [place, callback] of listening.entries()) {
      if (isEnd) this.untold = listening.slice(place + 1);
      try {
        this.#isTelling = true;
        const done = this.inBatch(() => callback[event]?.(this.context));
        if (done !== undefined) await done;
        this.#checkOver(event, callback);
      } catch (error) {
        if (!isEnd) throw error;
        failure = worse(failure, error);
      } finally {
        this.#isTelling = false;
      }
    }
    this.untold = [];
    if (failure !== null) throw failure.error;
  }

  /** @throws ArgumentError where a callback has begun a validation that goes on. */
  #checkOver(event: Event, { name = "a callback" }: CallbackTraits): void {
    if (this.#validations === 0) return;
    throw new ArgumentError({
      operation: "fit",
      got: `a validation that goes on after ${event} of ${name}`,
      expected: "one that has ended, as it uses the model",
      hint: "Await learner.validate() in the callback.",
    });
  }

  /**
   * before…, the work, after…; a Cancel of this part ends it early, and its clean-up runs whatever is thrown.
   * `ended` is called before the clean-up unless the part failed.
   */
  async part(name: Cancel["part"], work: () => Promise<void>, ended = (): void => {}): Promise<void> {
    let failure: Failure | null = null;
    try {
      await this.at(`before${name}`);
      await work();
      ended();
    } catch (error) {
      if (error instanceof Cancel && error.part === name) {
        ended();
        failure = await this.#failureAt(`afterCancel${name}`, null);
      } else failure = { error };
    }
    failure = await this.#failureAt(`after${name}`, failure);
    if (failure !== null) throw failure.error;
  }

  async #failureAt(event: Event, before: Failure | null): Promise<Failure | null> {
    try {
      await this.at(event);
      return before;
    } catch (error) {
      return worse(before, error);
    }
  }
}

/** Something thrown, which may be anything. */
interface Failure {
  readonly error: unknown;
}

/** The first failure counts, but for a Cancel where there is a real one. */
function worse(before: Failure | null, error: unknown): Failure {
  const isReal = before !== null && (!(before.error instanceof Cancel) || error instanceof Cancel);
  return isReal ? before : { error };
}
