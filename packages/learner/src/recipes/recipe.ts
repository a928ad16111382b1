import type { ImageDatasetOptions } from "@mnist/data";
import type { Module } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import type { Metric, MetricFunction } from "../metrics/metric.js";
import type { Decoding } from "../predict/decoding.js";
import type { LossFunction, OptimizerFactory } from "../training.js";

/** The settings that shape a recipe's model and data; they are stored with a trained model. */
export interface ModelSettings {
  /** Width of the hidden layer, where there is one. */
  readonly hidden: number;
  /** Widths of the hidden layers behind the first, in their order; none unless said. */
  readonly deeper?: readonly number[];
  /** Pixels 0..255 as in the notes, in place of 0..1. */
  readonly rawPixels: boolean;
  /** The share of hidden units that rest in each training step; none unless said. */
  readonly dropout?: number;
}

/** The settings of a training run. */
export interface TrainingSettings extends ModelSettings {
  readonly epochs: number;
  readonly lr: number;
  readonly batchSize: number;
  /** Whether each picture is turned by up to 12°, shifted by up to 8 % and scaled by up to 10 %, anew in every epoch. */
  readonly augment?: boolean;
}

/** One answer: the digit read and how sure the model is of it, 0..1. */
export interface Reading {
  /** The name of its class, for data of other classes than digits. */
  readonly digit: string;
  readonly confidence: number;
  /** For each class its share, summing to 1. */
  readonly probabilities: readonly { readonly digit: string; readonly probability: number }[];
}

/** A training job of the notes: what it learns from, its model, its loss and how its answers are read. */
export interface Recipe<Name extends string = RecipeName> {
  /** For a recipe of one's own any that none of the notes' has: `Recipe<"letters">`. */
  readonly name: Name;
  /** One line that says what is learned. */
  readonly title: string;
  readonly defaults: TrainingSettings;
  /** How the learning rate goes over a run: stays as it is, or rises to it and falls again. */
  readonly schedule: "flat" | "one-cycle";
  /** What it tells apart, in the order of its outputs: the digits, unless it was made for others by `of`. */
  readonly classes: readonly string[];
  /** Whether it tells two classes apart, no more and no fewer. */
  readonly isPair: boolean;
  /** The same job for other classes. @throws ArgumentError where it cannot have so many or so few. */
  of(classes: readonly string[]): Recipe<Name>;
  readonly imageOptions: ImageDatasetOptions;
  model(settings: ModelSettings): Module;
  readonly lossFunction: LossFunction;
  /** What predictions mean, where the loss does not say it. */
  readonly decoding?: Decoding;
  /** Plain SGD unless said. */
  readonly optimizer?: OptimizerFactory;
  /** Anew for every learner; the first is called accuracy. */
  metrics(): readonly (Metric | MetricFunction)[];
  /** Predictions [batch, …] as scores [batch, classes] whose softmax are the shares; absent where there are none. */
  logits?(prediction: Tensor): Tensor;
  /** Reads predictions [batch, …]. */
  read(prediction: Tensor): Promise<Reading[]>;
  /**
   * What a run teaches, where it is meant to fall short. confusion[truth][read]: how often each digit was read as each.
   */
  explain?(confusion: readonly (readonly number[])[]): string;
}

/** The names of the notes' own recipes. */
export type RecipeName = "threes-sevens" | "digits-scalar" | "digits" | "digits-conv";
