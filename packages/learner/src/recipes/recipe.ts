import type { ImageDatasetOptions } from "@mnist/data";
import type { Module } from "@mnist/nn";
import type { Tensor } from "@mnist/tensor";
import type { LossFunction } from "../learner.js";
import type { Metric, MetricFunction } from "../metrics/metric.js";

/** The settings that shape a recipe's model and data; they are stored with a trained model. */
export interface ModelSettings {
  /** Width of the hidden layer, where there is one. */
  readonly hidden: number;
  /** Pixels 0..255 as in the notes, in place of 0..1. */
  readonly rawPixels: boolean;
}

/** The settings of a training run. */
export interface TrainingSettings extends ModelSettings {
  readonly epochs: number;
  readonly lr: number;
  readonly batchSize: number;
}

/** One answer: the digit read and how sure the model is of it, 0..1. */
export interface Reading {
  readonly digit: string;
  readonly confidence: number;
  /** For each class its share, summing to 1. */
  readonly probabilities: readonly { readonly digit: string; readonly probability: number }[];
}

/** A training job of the notes: what it learns from, its model, its loss and how its answers are read. */
export interface Recipe {
  readonly name: RecipeName;
  /** One line that says what is learned. */
  readonly title: string;
  readonly defaults: TrainingSettings;
  /** The digits it tells apart. */
  readonly digits: readonly string[];
  readonly imageOptions: ImageDatasetOptions;
  model(settings: ModelSettings): Module;
  readonly lossFunction: LossFunction;
  /** Anew for every learner; the first is called accuracy. */
  metrics(): readonly (Metric | MetricFunction)[];
  /** Reads predictions [batch, …]. */
  read(prediction: Tensor): Promise<Reading[]>;
}

export type RecipeName = "threes-sevens" | "digits-scalar" | "digits";
