import type { AnyModule, Parameter } from "@mnist/nn";
import type { Optimizer } from "@mnist/nn/optim";
import type { Tensor } from "@mnist/tensor";
import type { AnyLoaders, DataLoaders } from "./data-loaders.js";
import type { EpochRecord } from "./epoch-record.js";
import type { Metric } from "./metrics/metric.js";
import type { Decoding } from "./predict/decoding.js";

/** A model as a training calls it: a batch's inputs to predictions. */
export interface Model<Input = Tensor, Output = Tensor> extends AnyModule {
  (input: Input): Output;
  registerForwardHook(
    hook: { see(module: Model<Input, Output>, inputs: Input[], output: Output): Output | undefined }["see"],
  ): () => void;
  registerForwardPreHook(
    hook: { see(module: Model<Input, Output>, inputs: Input[]): Input[] | undefined }["see"],
  ): () => void;
}

/** Loss of a batch: predictions and targets to a scalar tensor. */
export type LossFunction<Output = Tensor, Target = Tensor> = (prediction: Output, target: Target) => Tensor;

/** Makes the optimiser of a fit. @source fastai's opt_func */
export type OptimizerFactory = (parameters: Parameter[], lr: number) => Optimizer;

/** What belongs to a training, whatever its data and its model's answers look like. */
export interface AnyTraining {
  readonly loaders: AnyLoaders;
  readonly model: AnyModule;
  /** The optimiser of the latest fit, which the next one goes on with. */
  optimizer: Optimizer | null;
  /** Epochs of all fits so far. */
  readonly history: EpochRecord[];
  /** Record a batch's work and replay it where the numbers are the same. */
  readonly compile: boolean;
  /** A fresh optimiser for the model's parameters. */
  createOptimizer(lr?: number): Optimizer;
  /** All that the rest of the training depends on, as one safetensors file. */
  save(): Promise<Uint8Array>;
}

/** What a fit, its steps and its callbacks know of a learner. */
export interface Training<Input = Tensor, Target = Tensor, Output = Tensor> extends AnyTraining {
  readonly loaders: DataLoaders<Input, Target>;
  readonly model: Model<Input, Output>;
  readonly lossFunction: LossFunction<Output, Target>;
  readonly metrics: readonly Metric<Output, Target>[];
  readonly decoding: Decoding<Output, Target>;
}
