/** Gives the order in which samples are visited, anew for every pass. @source torch.utils.data.Sampler */
export interface Sampler {
  /** Samples a pass. */
  readonly length: number;
  order(): Int32Array;
}

/** First to last. @source torch.utils.data.SequentialSampler */
export class SequentialSampler implements Sampler {
  static readonly name: string = "SequentialSampler";

  constructor(readonly length: number) {}

  order(): Int32Array {
    return Int32Array.from({ length: this.length }, (_, index) => index);
  }
}
