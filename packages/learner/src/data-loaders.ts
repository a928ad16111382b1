import type { DataLoader } from "@mnist/data";
import { ArgumentError, type Tensor } from "@mnist/tensor";

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

/** @throws ArgumentError where there is nothing to learn from, or nothing to validate on. */
export function checkBatches({ train, valid }: AnyLoaders): void {
  for (const [part, loader] of Object.entries({ training: train, validation: valid })) {
    if (loader === null || loader.length > 0) continue;
    const samples = loader.dataset.length;
    throw new ArgumentError({
      operation: "fit",
      got: `a ${part} loader without batches, of ${samples} samples`,
      expected: "one batch or more",
      hint:
        samples === 0
          ? "Was the data read from the right place?"
          : `Try a batchSize of at most ${samples}, or leave out dropLast.`,
    });
  }
}
