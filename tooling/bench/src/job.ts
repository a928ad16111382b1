/** One side of a comparison: a process that is set up once and then asked for rounds. */
export interface Contestant {
  /** Who: `PyTorch`, `ours, eager`. */
  readonly name: string;
  /** `browser`: a page of the Chrome that the whole run shares. */
  readonly runtime: "ours" | "python" | "peers" | "browser";
  /** Under src/ours, peers/torch or peers/javascript, without its ending; in a browser `ours` or one of peers/browser. */
  readonly script: string;
  readonly settings?: readonly string[];
  /** Whether it can use more than one thread. */
  readonly threaded: boolean;
  /** Fewer rounds for what takes long. */
  readonly mostRounds?: number;
  /** What its figures are of, where a job has several parts. */
  readonly part?: string;
}

export function isOurs({ runtime, script }: Contestant): boolean {
  return runtime === "ours" || (runtime === "browser" && script === "ours");
}

/** A figure that one contestant may take of another's, at the same number of threads. */
export interface Target {
  readonly ours: string;
  readonly peer: string;
  readonly most: number;
}

export interface Job {
  readonly name: string;
  readonly title: string;
  /** Whether it reads pictures of digits. */
  readonly readsDigits: boolean;
  /** Whether it runs only where it is asked for by name. */
  readonly isNamedOnly?: boolean;
  readonly contestants: readonly Contestant[];
  readonly targets?: readonly Target[];
  /** What follows from the measurements, for the table's foot and the file. */
  summarize?(measurements: readonly Measurement[]): readonly string[];
}

/** What the rounds of one contestant came to for one figure, in milliseconds. */
export interface Measurement {
  readonly contestant: string;
  readonly isOurs: boolean;
  readonly threads: number;
  readonly figure: string;
  readonly median: number;
  readonly best: number;
  readonly rounds: number;
  /** What a contestant says of itself: versions, accuracy, counts. */
  readonly about: Readonly<Record<string, string | number>>;
}
