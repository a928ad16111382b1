import type { KernelPrimitive, Primitive } from "./ops/primitive.js";
import type { Tensor } from "./tensor.js";

/** What takes in all calls in place of their device, while a compiled step is under way. */
export interface Interceptor {
  make<A>(primitive: Primitive<string, A>, inputs: readonly Tensor[], attributes: A): Tensor;
  change<A>(
    destination: Tensor,
    primitive: KernelPrimitive<string, A>,
    inputs: readonly Tensor[],
    attributes: A,
  ): void;
  /** Told of a tensor that was made of values which JavaScript had. */
  given(tensor: Tensor): void;
  /** Told of a tensor whose values are about to be read. */
  read(tensor: Tensor): void;
  /** Told of a tensor that is wanted after the step. */
  keep(tensor: Tensor): void;
}

export let interceptor: Interceptor | null = null;

/** Has `by` take in the calls of `work`. */
export function interceptedBy<T>(by: Interceptor, work: () => T): T {
  interceptor = by;
  try {
    return work();
  } finally {
    interceptor = null;
  }
}
