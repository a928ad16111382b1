import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "@mnist/tensor";
import type { AnyContext } from "../context.js";
import type { AnyCallback } from "../events.js";
import type { StateFile } from "../state/state-file.js";
import { partialSuffix, readStateFile, writeWhole } from "./state-file.js";

export interface CheckpointOptions {
  /** Batches between two checkpoints within an epoch; none there unless said. */
  readonly everyBatches?: number;
  /** Epochs between two checkpoints at their ends; the last epoch's is always made. @default 1 */
  readonly everyEpochs?: number;
  /** How many of the latest are kept. @default 2 */
  readonly keep?: number;
}

const pattern = /^checkpoint-(\d+)\.safetensors$/;

function nameOf(number: number): string {
  return `checkpoint-${String(number).padStart(6, "0")}.safetensors`;
}

/** The numbers of the checkpoints in a folder, the latest last. */
async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const numbers = names.map((name) => Number(pattern.exec(name)?.[1] ?? Number.NaN));
  return numbers.filter((number) => Number.isSafeInteger(number)).sort((a, b) => a - b);
}

/**
 * The latest checkpoint of a folder, for `resumeFrom`; null where there is none.
 *
 * @example
 * await learner.fit(10, 0.1, { callbacks: [new Checkpoint(folder)], resumeFrom: await latestCheckpoint(folder) });
 */
export async function latestCheckpoint(folder: string): Promise<StateFile | null> {
  const number = (await numbersIn(folder)).at(-1);
  return number === undefined ? null : readStateFile(join(folder, nameOf(number)));
}

/**
 * Saves the training at the ends of epochs, every so many batches, and when the fit is stopped between two batches.
 * Each file is whole or not there, whenever the process is killed; `checkpoint-000042.safetensors` is the 42nd of the
 * folder, which belongs to one run at a time.
 *
 * @throws ArgumentError for counts that are not whole numbers from 1 up.
 */
export class Checkpoint implements AnyCallback {
  static readonly name: string = "Checkpoint";

  readonly name = Checkpoint.name;
  /** After all that may still change the state at an event. */
  readonly order = 1000;
  readonly isObserver = true;
  readonly #everyBatches: number;
  readonly #everyEpochs: number;
  readonly #keep: number;
  /** What the fit had done when it was saved last. */
  #saved: { readonly step: number; readonly epochs: number } | null = null;

  constructor(
    readonly folder: string,
    { everyBatches = Number.POSITIVE_INFINITY, everyEpochs = 1, keep = 2 }: CheckpointOptions = {},
  ) {
    for (const [name, count] of Object.entries({ everyBatches, everyEpochs, keep })) {
      if (count >= 1 && (Number.isInteger(count) || count === Number.POSITIVE_INFINITY)) continue;
      throw new ArgumentError({
        operation: "Checkpoint",
        got: `${name} ${count}`,
        expected: "a whole number from 1 up",
      });
    }
    this.#everyBatches = everyBatches;
    this.#everyEpochs = everyEpochs;
    this.#keep = keep;
  }

  /** Removes what a process left that was killed while it wrote. */
  async beforeFit(): Promise<void> {
    this.#saved = null;
    await mkdir(this.folder, { recursive: true });
    for (const name of await readdir(this.folder)) {
      if (name.endsWith(partialSuffix)) await rm(join(this.folder, name), { force: true });
    }
  }

  async afterBatch(context: AnyContext): Promise<void> {
    const { position } = context;
    if (position !== null && position.batch % this.#everyBatches === 0) await this.#save(context);
  }

  async afterEpoch(context: AnyContext): Promise<void> {
    const { position, epochs } = context;
    if (position?.batch !== 0) return;
    const done = position.epoch - 1;
    if (done % this.#everyEpochs === 0 || done === epochs) await this.#save(context);
  }

  async afterCancelFit(context: AnyContext): Promise<void> {
    const { position, step, history } = context;
    const isSaved = this.#saved?.step === step && this.#saved.epochs === history.length;
    if (position !== null && !isSaved) await this.#save(context);
  }

  async #save({ learner, step, history }: AnyContext): Promise<void> {
    const numbers = await numbersIn(this.folder);
    const number = (numbers.at(-1) ?? 0) + 1;
    await writeWhole(join(this.folder, nameOf(number)), await learner.save());
    this.#saved = { step, epochs: history.length };
    for (const old of [...numbers, number].slice(0, -this.#keep)) {
      await rm(join(this.folder, nameOf(old)), { force: true });
    }
  }
}
