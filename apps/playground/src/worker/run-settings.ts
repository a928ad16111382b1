import type { RecipeName, TrainingSettings } from "@mnist/learner";

/** A place for a network in the worker: one for each chapter, and one for the workbench. */
export type Slot = RecipeName | "bench";

export const activations = ["relu", "tanh", "sigmoid", "gelu"] as const;
export const optimizers = ["sgd", "momentum", "adam"] as const;
export const schedules = ["flat", "one-cycle"] as const;

/** What can be changed about a recipe's network and the way it learns. */
export interface Design {
  /** How many hidden layers, each as wide as `hidden`. */
  readonly depth: number;
  readonly activation: (typeof activations)[number];
  readonly optimizer: (typeof optimizers)[number];
  readonly schedule: (typeof schedules)[number];
  readonly weightDecay: number;
  /** Share of hidden answers that are left out while learning, 0..1. */
  readonly dropout: number;
  /** Whether each picture is turned, shifted and scaled a little every time it is seen. */
  readonly augment: boolean;
}

/** Digits drawn on the spot, or the files that the person gave. */
export type DataChoice = "strokes" | "files";

/** All that decides a training run: the same settings give the same network. */
export interface RunSettings extends Required<Omit<TrainingSettings, "deeper">>, Design {
  readonly recipe: RecipeName;
  readonly seed: number;
  /** How many digits to draw to learn from; a sixth as many are drawn to check with. */
  readonly pictures: number;
  readonly data: DataChoice;
}

/** A network that came from a file, and what it says of itself. */
export interface LoadedModel {
  readonly settings: RunSettings;
  readonly dataset: string;
  readonly accuracy: number | null;
}
