import type { DataLoader, LabelledBatch } from "@mnist/data";

/** A loader to train on and one to validate on. @source fastai.data.core.DataLoaders */
export class DataLoaders {
  static readonly name: string = "DataLoaders";

  constructor(
    readonly train: DataLoader<LabelledBatch>,
    readonly valid: DataLoader<LabelledBatch> | null = null,
  ) {}
}
