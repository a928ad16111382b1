import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type HeldLock, holdLock } from "@mnist/data";
import { ArgumentError, DataError, FileError } from "@mnist/tensor";
import { checkOptions } from "@mnist/tensor/internal";
import type { AnyContext } from "../context.js";
import type { AnyCallback } from "../events.js";
import { readState, type StateFile } from "../state/state-file.js";
import { readStateFile, writeWhole } from "./state-file.js";

export interface CheckpointOptions {
  /** Batches between two checkpoints within an epoch; none there unless said. */
  readonly everyBatches?: number;
  /** Epochs between two checkpoints at their ends; the last epoch's is always made. @default 1 */
  readonly everyEpochs?: number;
  /** How many of the run's latest are kept. @default 2 */
  readonly keep?: number;
  /** Told when a checkpoint could not be written, as on a full disk; the next one is tried again. @default console.warn */
  readonly onNotice?: OnNotice;
}

const pattern = /^checkpoint-(\d+)\.safetensors$/;
const partialPattern = /^checkpoint-\d+\.safetensors\..+\.partial$/;
const lockName = ".lock";

function nameOf(number: number): string {
  return `checkpoint-${String(number).padStart(6, "0")}.safetensors`;
}

interface Numbered {
  readonly number: number;
  readonly name: string;
}

/** What has a checkpoint's name in a folder, the latest last. */
async function numberedIn(folder: string): Promise<Numbered[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .map((name) => ({ name, number: Number(pattern.exec(name)?.[1] ?? Number.NaN) }))
    .filter(({ number }) => Number.isSafeInteger(number))
    .sort((a, b) => a.number - b.number);
}

/** The names of the files in a folder. */
async function filesIn(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { withFileTypes: true });
  return new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
}

/** The names of the checkpoints in a folder, the latest last. */
export async function checkpointsIn(folder: string): Promise<string[]> {
  return (await numberedIn(folder)).map(({ name }) => name);
}

/** Takes what a person should know although the work goes on. */
export type OnNotice = (notice: string) => void;

const warn: OnNotice = (notice) => console.warn(notice);

/**
 * The latest checkpoint of a folder that is whole, for `resumeFrom`; null where there is none. One that is damaged, or no
 * file that can be read, is passed over with a notice.
 *
 * @throws DataError where there are some, and all of them are damaged.
 * @example
 * await learner.fit(10, 0.1, { callbacks: [new Checkpoint(folder)], resumeFrom: await latestCheckpoint(folder) });
 */
export async function latestCheckpoint(
  folder: string,
  { onNotice = warn }: { readonly onNotice?: OnNotice } = {},
): Promise<StateFile | null> {
  const damaged: DataError[] = [];
  for (const name of (await checkpointsIn(folder)).reverse()) {
    const file = await readWhole(folder, name);
    if (file instanceof DataError) {
      damaged.push(file);
      continue;
    }
    for (const { message } of damaged) onNotice(`${message} ${name} is taken in its place.`);
    return file;
  }
  if (damaged.length > 0) throw damaged[0];
  return null;
}

/** A checkpoint, or why it is none. */
async function readWhole(folder: string, name: string): Promise<StateFile | DataError> {
  try {
    const file = await readStateFile(join(folder, name));
    await readState(file);
    return file;
  } catch (error) {
    if (error instanceof DataError) return error;
    if (!(error instanceof Error && "code" in error)) throw error;
    const got = `what cannot be read (${error.message})`;
    return new FileError({ file: name, got, expected: "a checkpoint" }, { cause: error });
  }
}

/**
 * Saves the training at the ends of epochs, every so many batches, and when the fit is stopped between two batches.
 * Each file is whole or not there, whenever the process is killed; `checkpoint-000042.safetensors` is the 42nd of the
 * folder. A run removes its own older ones alone: what another run or a person put there stays.
 *
 * @throws ArgumentError for counts that are not whole numbers from 1 up.
 * @throws FileError from the fit, where another process trains into the folder.
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
  readonly #onNotice: OnNotice;
  #lock: HeldLock | null = null;
  /** The names of this run's checkpoints. */
  #own: string[] = [];

  constructor(
    readonly folder: string,
    options: CheckpointOptions = {},
  ) {
    checkOptions("Checkpoint", options, {
      everyBatches: null,
      everyEpochs: null,
      keep: null,
      onNotice: null,
    });
    const { everyBatches = Number.POSITIVE_INFINITY, everyEpochs = 1, keep = 2, onNotice = warn } = options;
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
    this.#onNotice = onNotice;
  }

  /** Takes the folder, and removes what a process left there that was killed while it wrote. */
  async beforeFit({ resumedFrom }: AnyContext): Promise<void> {
    this.#saved = null;
    await mkdir(this.folder, { recursive: true });
    this.#lock = await holdLock(join(this.folder, lockName), { wait: false });
    for (const name of await readdir(this.folder)) {
      if (partialPattern.test(name)) await rm(join(this.folder, name), { force: true });
    }
    const latest = Number(pattern.exec(resumedFrom ?? "")?.[1] ?? 0);
    const earlier = (await numberedIn(this.folder)).filter(({ number }) => number <= latest);
    const files = await filesIn(this.folder);
    this.#own = earlier.map(({ name }) => name).filter((name) => files.has(name));
  }

  afterFit(): void {
    this.#lock?.release();
    this.#lock = null;
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
    const bytes = await learner.save();
    try {
      const name = nameOf(((await numberedIn(this.folder)).at(-1)?.number ?? 0) + 1);
      await writeWhole(join(this.folder, name), bytes);
      this.#saved = { step, epochs: history.length };
      this.#own.push(name);
      for (const old of this.#own.splice(0, this.#own.length - this.#keep)) {
        await rm(join(this.folder, old), { force: true });
      }
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      this.#onNotice(
        `No checkpoint could be written to ${this.folder} (${error.message}). The training goes on.`,
      );
    }
  }
}
