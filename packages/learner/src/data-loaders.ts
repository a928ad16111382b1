import type { DataLoader } from "@mnist/data";
import type { Tensor } from "@mnist/tensor";

/** Batches of inputs and targets: tensors, or whatever else the model and the loss take. */
export type PairLoader<Input = Tensor, Target = Tensor> = DataLoader<readonly [x: Input, y: Target]>;

/** Loaders whatever they load. */
export interface AnyLoaders {
  readonly train: PairLoader<unknown, unknown>;
  readonly valid: PairLoader<unknown, unknown> | null;
}

/** A loader to train on and one to validate on. @source fastai.data.core.DataLoaders */
export class DataLoaders<Input = Tensor, Target = Tensor> implements AnyLoaders {
  static readonly name: string = "DataLoaders";

  constructor(
    readonly train: PairLoader<Input, Target>,
    readonly valid: PairLoader<Input, Target> | null = null,
  ) {}
}
