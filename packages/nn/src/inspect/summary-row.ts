import type { Shape } from "@mnist/tensor";

/** One call of a module. */
export interface SummaryRow {
  /** Its place in the model: "", "0", "encoder.1". */
  readonly name: string;
  /** Its class. */
  readonly type: string;
  /** Modules it was called within. */
  readonly depth: number;
  /** That of the first tensor that it answered. */
  readonly outputShape: Shape;
  /** Elements of the parameters that are its own, not its children's. */
  readonly params: number;
  /** Multiplications, each with an addition, by those parameters. */
  readonly multAdds: number;
  /** Whether it was called before, so that its parameters are counted already. */
  readonly isRecursive: boolean;
}

/** What a model is made of. Sizes are bytes. */
export interface Summary {
  /** In the order of the calls. */
  readonly rows: readonly SummaryRow[];
  readonly totalParams: number;
  readonly trainableParams: number;
  readonly totalMultAdds: number;
  readonly inputBytes: number;
  /** Outputs of the layers that have parameters, with a gradient for each. */
  readonly passBytes: number;
  readonly paramBytes: number;
  /** As a table. */
  toString(): string;
}
