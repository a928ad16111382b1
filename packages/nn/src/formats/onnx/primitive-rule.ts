import { ArgumentError, type DType } from "@mnist/tensor";
import type { Graph, Size, Value } from "./graph.js";

/** What a primitive did in the two runs, whose batches differ. */
export interface PrimitiveCall<Attributes> {
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly otherAttributes: Attributes;
  readonly output: { readonly type: DType; readonly sizes: readonly Size[] };
}

/** Adds the nodes that do what the primitive does; answers the name of their output. */
export type PrimitiveRule<Attributes> = (graph: Graph, call: PrimitiveCall<Attributes>) => string;

/** Says that something depends on the batch in a way that ONNX cannot say. */
export function refuse(got: string): never {
  throw new ArgumentError({
    operation: "exportOnnx",
    got,
    expected: "at most one axis that depends on the batch's size",
    hint: "Try { dynamicBatch: false }.",
  });
}
