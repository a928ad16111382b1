import type { DrawnImage, PreparedStep } from "@mnist/data";
import type { Advice, CurveSettings, ExportFormat, Reading, RecipeName } from "@mnist/learner";
import type { FileSummary } from "./files/file-summary.js";
import type { Ink } from "./ink.js";
import type { LoadedModel, RunSettings, Slot } from "./run-settings.js";

export interface TrainRequest {
  readonly slot: Slot;
  readonly settings: RunSettings;
  /** Go on with the network there is, in place of a new one. */
  readonly resume: boolean;
  /** What `snapshot` kept of a fit: goes on with that one from where it was. */
  readonly from?: Uint8Array | undefined;
  /** Wait before the first batch, to be stepped through. */
  readonly held?: boolean;
}

/** Columns of `TrainReport.epochs`. */
export const epochColumns = 6;

/** What a run came to since the last report; at most ten a second. */
export interface TrainReport {
  readonly phase: "drawing" | "training";
  /** Pictures drawn and to be drawn, or batches done and to be done in all epochs. */
  readonly done: number;
  readonly count: number;
  readonly epoch: number;
  /** Batches of an epoch. */
  readonly batches: number;
  /** The losses of the batches since the last report. */
  readonly losses: Float32Array;
  /** A row for each finished epoch: number, training loss, validation loss, accuracy, seconds, seconds to validate. */
  readonly epochs: Float64Array;
  readonly isHeld: boolean;
  readonly advice: Advice | null;
}

/** How a run goes on: without a stop, not at all, for one batch, or to the end of the epoch. */
export type Pace = "run" | "hold" | "batch" | "epoch";

export interface CurveRequest extends CurveSettings {
  readonly seed: number;
  /** In place of the seed's own points. */
  readonly speed: readonly number[] | null;
  /** In place of the seed's own start: a, b and c, by the time as it is. */
  readonly start: readonly [number, number, number] | null;
  readonly momentum: number;
  /** Learn on time brought to mean 0 and deviation 1. */
  readonly scaled: boolean;
}

/** The curve a·t² + b·t + c before each step, and where it ended. */
export interface CurveHistory {
  readonly speed: readonly number[];
  /** (steps + 1) × 3: a, b and c before each step and after the last, by the time as it is. */
  readonly parameters: Float64Array;
  /** The loss at each of those. */
  readonly losses: Float64Array;
}

/** Answers of a layer to one picture: [units] or [channels, height, width]. */
export interface LayerAnswer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What the network makes of a drawing. */
export interface DrawingRead {
  readonly slot: Slot;
  readonly recipe: RecipeName;
  readonly steps: readonly PreparedStep[];
  /** What makes the reading doubtful, a sentence each. */
  readonly warnings: readonly string[];
  readonly pixels: Uint8Array;
  readonly reading: Reading;
  /** The one output of digits-scalar, 0..10. */
  readonly scale: number | null;
  readonly scores: Float32Array;
  /** What the layers answer after their activations, the first first. */
  readonly answers: readonly LayerAnswer[];
  /** By how much the score of the digit read grows with each pixel, against the others'. */
  readonly saliency: Float32Array | null;
}

export type ReadRequest = { readonly slot: Slot; readonly wantsSaliency?: boolean } & (
  | { readonly image: DrawnImage }
  | { readonly pixels: Uint8Array }
);

/** A layer that learns, with its weights as they are now. */
export interface LayerLook {
  readonly name: string;
  readonly kind: "dense" | "convolution";
  /** [out, in] or [out, in, height, width]. */
  readonly shape: readonly number[];
  readonly weight: Float32Array;
}

/** The network as it is now. */
export interface Look {
  readonly slot: Slot;
  readonly recipe: RecipeName;
  readonly classes: readonly string[];
  readonly parameters: number;
  readonly isTrained: boolean;
  readonly about: { readonly dataset: string; readonly accuracy: number | null; readonly isReady: boolean };
  readonly layers: readonly LayerLook[];
  /** The first layer's weights as they were drawn; null where that is not known. */
  readonly start: Float32Array | null;
}

/** A picture from the data, and what the network says of it. */
export interface ReadPicture {
  readonly pixels: Uint8Array;
  readonly truth: string;
  readonly read: string;
  readonly confidence: number;
}

/** How the network does on digits it has not learned from. */
export interface Check {
  readonly slot: Slot;
  readonly source: string;
  readonly classes: readonly string[];
  readonly count: number;
  /** Share of right answers, 0..1. */
  readonly accuracy: number;
  /** classes × classes counts: the true one down, the one read across. */
  readonly confusion: readonly (readonly number[])[];
  readonly mistakes: readonly ReadPicture[];
  /** For digits-scalar: for each class, how its outputs spread over 0..10 in equal parts, as shares. */
  readonly spread: readonly (readonly number[])[] | null;
  /** How long it took. */
  readonly milliseconds: number;
}

/** One unit of a layer: what wakes it, and what it adds to each score. */
export interface UnitLook {
  readonly awake: readonly (ReadPicture & { readonly strength: number })[];
  readonly adds: Float32Array | null;
}

export interface Finding {
  readonly lrs: readonly number[];
  readonly losses: readonly number[];
  readonly valley: number | null;
  readonly steep: number | null;
}

export interface TeachRequest {
  readonly slot: Slot;
  readonly pixels: Uint8Array;
  readonly labels: readonly string[];
}

/** Shares of right answers, on the person's own digits and on those to check with. */
export interface Taught {
  readonly hand: number;
  readonly others: number;
  readonly readings: readonly Reading[];
}

export interface Step {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly gradient: Float32Array | null;
}

/** A batch walked forward and backward. */
export interface Walk {
  readonly steps: readonly Step[];
  readonly loss: number;
  /** The graph that the gradient walks back, one step a line. */
  readonly graph: string;
}

export interface DeviceState {
  readonly name: "cpu" | "webgpu";
  readonly threads: number;
}

interface Call<Argument, Result, Progress = never> {
  readonly argument: Argument;
  readonly result: Result;
  readonly progress: Progress;
}

/** What the page can ask of the worker. */
export interface Calls {
  /** Says that it is alive. */
  readonly ping: Call<null, null>;
  /** Makes an untrained network. */
  readonly fresh: Call<{ readonly slot: Slot; readonly settings: RunSettings }, null>;
  /** Takes a network that came with the page. */
  readonly ready: Call<{ readonly slot: Slot; readonly bytes: Uint8Array }, null>;
  /** Trains; aborted, it keeps the network as it is at that moment. */
  readonly train: Call<TrainRequest, null, TrainReport>;
  readonly pace: Call<Pace, null>;
  /** What the run under way needs to go on after a reload; null where there is none. */
  readonly snapshot: Call<null, Uint8Array | null>;
  readonly curve: Call<CurveRequest, CurveHistory>;
  /** Reads a drawing; null where it is empty or there is no network yet. */
  readonly read: Call<ReadRequest, DrawingRead | null>;
  readonly look: Call<Slot, Look | null>;
  readonly check: Call<{ readonly slot: Slot; readonly settings: RunSettings }, Check | null>;
  readonly cell: Call<{ readonly slot: Slot; readonly truth: string; readonly read: string }, ReadPicture[]>;
  readonly unit: Call<
    { readonly slot: Slot; readonly layer: number; readonly unit: number },
    UnitLook | null
  >;
  readonly walk: Call<
    { readonly slot: Slot; readonly settings: RunSettings; readonly count: number },
    Walk | null
  >;
  readonly find: Call<RunSettings, Finding>;
  readonly teach: Call<TeachRequest, Taught, Taught>;
  readonly forget: Call<Slot, null>;
  /** A digit nobody trained on. */
  readonly example: Call<{ readonly index: number; readonly digit: string }, Ink>;
  readonly addFiles: Call<readonly { readonly path: string; readonly file: Blob }[], FileSummary>;
  readonly save: Call<Slot, Uint8Array>;
  readonly load: Call<
    { readonly slot: Slot; readonly name: string; readonly bytes: Uint8Array },
    LoadedModel
  >;
  readonly export: Call<{ readonly slot: Slot; readonly format: ExportFormat }, Uint8Array>;
  readonly device: Call<DeviceState["name"] | null, DeviceState>;
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
