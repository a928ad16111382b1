import type { DrawnImage, PreparedStep } from "@mnist/data";
import type { CurveSettings, EpochRecord, Reading, RecipeName, TrainingSettings } from "@mnist/learner";

/** All that decides a training run: the same settings give the same network. */
export interface RunSettings extends TrainingSettings {
  readonly recipe: RecipeName;
  readonly seed: number;
  /** How many digits to draw to learn from; a sixth as many are drawn to check with. */
  readonly pictures: number;
  readonly data: DataChoice;
}

/** Digits drawn on the spot, or the files that the person gave. */
export type DataChoice = "strokes" | "files";

export type TrainProgress =
  | { readonly kind: "drawing"; readonly done: number; readonly count: number }
  | {
      readonly kind: "batches";
      /** The losses of the batches since the last report. */
      readonly losses: readonly number[];
      readonly epoch: number;
      readonly epochs: number;
      /** Finished batches of this epoch. */
      readonly batch: number;
      readonly batches: number;
    }
  | { readonly kind: "epoch"; readonly record: EpochRecord };

export interface TrainRequest {
  readonly settings: RunSettings;
  /** Go on with the network there is, in place of a new one. */
  readonly resume: boolean;
}

/** The curve a·t² + b·t + c before each step, and where it ended. */
export interface CurveHistory {
  readonly time: readonly number[];
  readonly speed: readonly number[];
  /** (steps + 1) × 3: a, b and c before each step and after the last. */
  readonly parameters: Float32Array;
  /** The loss at each of those. */
  readonly losses: Float32Array;
}

/** What the network makes of a drawing. */
export interface DrawingRead {
  readonly recipe: RecipeName;
  readonly steps: readonly PreparedStep[];
  /** What makes the reading doubtful, a sentence each. */
  readonly warnings: readonly string[];
  readonly pixels: Uint8Array;
  readonly reading: Reading;
  /** The one output of digits-scalar, 0..10. */
  readonly scale: number | null;
  /** What each hidden unit answers. */
  readonly hidden: Float32Array | null;
  /** What each hidden unit, or without a hidden layer each pixel, adds to the score of the digit read. */
  readonly evidence: Float32Array;
}

/** A picture of ink: bytes from 0, paper, to 255. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Whether there is room around it, as MNIST's pictures have, or it is cut out to its edges. */
  readonly isFramed: boolean;
}

/** A picture that the network read wrong. */
export interface Mistake {
  readonly pixels: Uint8Array;
  readonly truth: string;
  readonly read: string;
  readonly confidence: number;
}

export interface Inside {
  readonly recipe: RecipeName;
  /** units × 784: what each hidden unit, or the only layer, weighs each pixel with. */
  readonly weights: Float32Array;
  readonly units: number;
  readonly parameters: number;
  readonly check: Check | null;
}

/** How the network does on digits it has not learned from. */
export interface Check {
  readonly classes: readonly string[];
  readonly count: number;
  /** classes × classes counts: the true one down, the one read across. */
  readonly confusion: readonly (readonly number[])[];
  readonly mistakes: readonly Mistake[];
  /** For digits-scalar: for each class, how its outputs spread over 0..10 in equal parts, as shares. */
  readonly spread: readonly (readonly number[])[] | null;
}

export interface LoadedModel {
  readonly recipe: RecipeName;
  readonly hidden: number;
  readonly rawPixels: boolean;
  readonly dataset: string;
  readonly seed: number;
  readonly accuracy: number | null;
}

export interface FilesAdded {
  /** What to call the data, once it is whole. */
  readonly source: string | null;
  readonly train: number;
  readonly valid: number;
  /** Names of files given so far, where more are needed. */
  readonly waiting: readonly string[];
}

interface Call<Argument, Result, Progress = never> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: Progress;
}

/** What the page can ask of the worker. */
export interface Calls {
  /** Makes an untrained network. */
  readonly fresh: Call<RunSettings, null>;
  /** Trains; aborted, it keeps the network as it is at that moment. */
  readonly train: Call<TrainRequest, null, TrainProgress>;
  readonly curve: Call<CurveSettings & { readonly seed: number }, CurveHistory>;
  /** Reads a drawing; null where it is empty or there is no network yet. */
  readonly read: Call<DrawnImage, DrawingRead | null>;
  readonly inspect: Call<{ readonly settings: RunSettings }, Inside | null>;
  /** A digit nobody trained on. */
  readonly example: Call<{ readonly index: number; readonly digit: string }, Ink>;
  /** The ink of an opened picture, cut out; null where there is none. */
  readonly ink: Call<DrawnImage, Ink | null>;
  readonly addFiles: Call<readonly File[], FilesAdded>;
  readonly save: Call<null, Uint8Array>;
  readonly load: Call<{ readonly name: string; readonly bytes: Uint8Array }, LoadedModel>;
}

export type CallName = keyof Calls;

/** From the page to the worker. */
export type Request =
  | { readonly id: number; readonly call: CallName; readonly argument: unknown }
  | { readonly id: number; readonly abort: true };

/** From the worker to the page. */
export type Response =
  | { readonly id: number; readonly progress: unknown }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };

export interface CallContext<Progress> {
  readonly signal: AbortSignal;
  report(progress: Progress): void;
}

export type Handlers = {
  readonly [Name in CallName]: (
    argument: Calls[Name]["argument"],
    context: CallContext<Calls[Name]["progress"]>,
  ) => Calls[Name]["result"] | Promise<Calls[Name]["result"]>;
};
