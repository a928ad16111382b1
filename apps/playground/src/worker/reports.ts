import { type Advice, advise, type Callback, type EpochRecord, recipes } from "@mnist/learner";
import { epochColumns, type TrainReport } from "./protocol.js";
import type { RunSettings } from "./run-settings.js";

/** Milliseconds between two reports. */
const interval = 100;
/** Losses of batches that a hint looks at. */
const memory = 512;

/** Gathers what a run comes to, and tells it at most ten times a second. */
export class Reports {
  #losses: number[] = [];
  #epochs: number[] = [];
  readonly #records: EpochRecord[] = [];
  #recent: number[] = [];
  #last = 0;
  #at = { epoch: 1, done: 0, count: 0, batches: 0 };
  #isHeld = false;
  #advice: Advice | null = null;

  constructor(
    readonly settings: RunSettings,
    readonly send: (report: TrainReport) => void,
  ) {}

  drawing(done: number, count: number): void {
    this.#at = { ...this.#at, done, count };
    this.#tell("drawing", done === count);
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#tell("training", true);
  }

  /** What is still untold. */
  end(): void {
    this.#advice = this.#adviceNow(true);
    this.#tell("training", true);
  }

  #tell(phase: TrainReport["phase"], isUrgent: boolean): void {
    const now = performance.now();
    if (!isUrgent && now - this.#last < interval) return;
    this.#last = now;
    this.send({
      phase,
      ...this.#at,
      losses: Float32Array.from(this.#losses),
      epochs: Float64Array.from(this.#epochs),
      isHeld: this.#isHeld,
      advice: this.#advice,
    });
    this.#losses = [];
    this.#epochs = [];
  }

  #adviceNow(isOver: boolean): Advice | null {
    const { settings } = this;
    const { recipe, data, pictures } = settings;
    return advise({
      recipe,
      settings,
      defaults: recipes[recipe].defaults,
      losses: this.#recent,
      epochs: this.#records.slice(-64),
      isOver,
      ...(data === "strokes" && { pictures }),
    });
  }

  /** The run's part. `@throws` nothing: a loss that is no number is told, and the page decides. */
  get callback(): Callback {
    return {
      name: "Reports",
      isObserver: true,
      afterBatch: async ({ training, loss, epoch, epochs, batch, batches }) => {
        if (!training || loss === null) return;
        const value = await loss.item();
        this.#losses.push(value);
        this.#recent.push(value);
        if (this.#recent.length > 2 * memory) this.#recent = this.#recent.slice(-memory);
        this.#at = { epoch, done: (epoch - 1) * batches + batch + 1, count: epochs * batches, batches };
        this.#tell("training", false);
      },
      afterEpoch: ({ history, epoch }) => {
        const record = history.at(-1);
        if (record?.epoch !== epoch) return;
        this.#records.push(record);
        const { trainLoss, validLoss, metrics, seconds, validSeconds } = record;
        const row = [epoch, trainLoss, validLoss, metrics.accuracy ?? Number.NaN, seconds, validSeconds];
        if (row.length !== epochColumns) throw new Error("a row of another width");
        this.#epochs.push(...row);
        if (this.#records.length < 64 || epoch % 64 === 0) this.#advice = this.#adviceNow(false);
      },
    };
  }
}
